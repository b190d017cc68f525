import { backendNamed } from './src/backends/backends.ts';
import { rehearsal } from './src/backends/rehearsal.ts';
const b = await backendNamed((process.argv[2] ?? 'onnx') as 'onnx'); const n = +(process.argv[3] ?? 300);
const { options, parameters, minibatches } = rehearsal({ observation: 107, hidden: [256, 256], actions: 90 }, 512, 1);
const l = await b.openLearner(options, parameters);
for (let i = 0; i < 5; i++) await l.step(minibatches[0]!, 3e-4);
const ts: number[] = []; const c = process.cpuUsage();
for (let i = 0; i < n; i++) { const t = performance.now(); await l.step(minibatches[0]!, 3e-4); ts.push(performance.now() - t); }
const u = process.cpuUsage(c); ts.sort((a, b) => a - b);
console.log(b.name, 'min', ts[0]!.toFixed(2), 'p10', ts[n/10|0]!.toFixed(2), 'median', ts[n >> 1]!.toFixed(2), 'cpu/step', ((u.user + u.system) / n / 1000).toFixed(2));
