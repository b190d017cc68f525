import { backendNamed } from './src/backends/backends.ts';
import { rehearsal } from './src/backends/rehearsal.ts';
import { ReferenceLearner, referenceOutput } from './src/reference.ts';
const dist = (a: ArrayLike<number>, e: ArrayLike<number>) => Math.hypot(...Array.from(e, (v, i) => v - a[i]!)) / Math.hypot(...Array.from(e));
for (const name of ['onnx', 'tfjs-node', 'tfjs-wasm'] as const) try {
  const t = rehearsal({ observation: 7, hidden: [17, 9], actions: 5 }, 13, 4);
  const b = await backendNamed(name); const out: string[] = [];
  await using p = await b.openPolicy(t.options.shape, t.parameters);
  const f = await p.forward(t.minibatches[0]!.observations), g = referenceOutput(t.options.shape, t.parameters, t.minibatches[0]!.observations);
  out.push('logits ' + dist(f.logits, g.logits).toExponential(1), 'values ' + dist(f.values, g.values).toExponential(1));
  await using l = await b.openLearner(t.options, t.parameters); const r = new ReferenceLearner(t.options, t.parameters);
  for (const m of t.minibatches) { const a = await l.step(m, 0.01), e = r.step(m, 0.01); out.push(`loss ${e.loss.toFixed(4)} ${dist([a.loss], [e.loss]).toExponential(1)} norm ${e.gradientNorm.toFixed(3)} ${dist([a.gradientNorm], [e.gradientNorm]).toExponential(1)}`); }
  const c = (x: ArrayLike<number>) => Array.from(x, (v, i) => v - t.parameters[i]!);
  out.push('change ' + dist(c(await l.parameters()), c(r.parameters)).toExponential(1));
  console.log(name, out);
} catch (e) { console.log(name, String(e)); }
