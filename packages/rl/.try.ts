import { checkBackend, chooseBackend } from './src/index.ts';
for (const n of ['onnx','tfjs-node','tfjs-wasm'] as const) { const t=performance.now(); console.error(await checkBackend(n), performance.now()-t); }
await chooseBackend('tfjs-node').catch((e)=>console.error(e.name,e.message,'|',e.cure));
