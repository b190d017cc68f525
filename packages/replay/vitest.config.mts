import { forPackage } from '../../vitest.shared.ts';
export default forPackage('replay');
