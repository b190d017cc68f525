#!/usr/bin/env bash
# Packs every package, installs the tarballs into an empty project and uses them there as a stranger would.
set -euo pipefail
cd "$(dirname "$0")/.."
project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT

# npm's own environment (workspaces, prefix) must not leak into the other project.
for name in $(env | grep -o '^npm_[^=]*'); do unset "$name"; done
for package in packages/*/; do npm pack --silent --pack-destination "$project" "./$package" >/dev/null; done
for tarball in "$project"/*.tgz; do
  contents=$(tar tzf "$tarball")
  for file in package/README.md package/LICENSE package/dist/index.js package/dist/index.d.ts; do
    grep -qx "$file" <<<"$contents" || { echo "$tarball has no $file" && exit 1; }
  done
  ! grep -E '\.(spec|slow)\.|/fixtures/|/src/' <<<"$contents" || { echo "$tarball holds what it should not" && exit 1; }
done

cp .npmrc .ci/check-packages.mjs "$project"
nx=$(node -p 'require("./package.json").devDependencies.nx')
node_version=$(node -p 'require("./package.json").devDependencies.node')
cd "$project"
cat >package.json <<JSON
{ "name": "stranger", "private": true, "type": "module", "allowScripts": { "node": true, "nx": true, "onnxruntime-node": false } }
JSON
npm install --silent --no-package-lock "node@$node_version" "nx@$nx" "@nx/devkit@$nx" ./*.tgz
export PATH="$project/node_modules/.bin:$PATH"

node check-packages.mjs
longplay --version
jobs=$(longplay train) # not into grep -q, which leaves at the first match and breaks the pipe
grep -q bandit <<<"$jobs"
longplay train bandit --total-timesteps 200_000 --set evaluation.episodes=100 --logdir run --json | node -e '
  const report = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  if (!(report.timesteps >= 200000 && report.evaluation.episodes === 100)) throw new Error(JSON.stringify(report));'

longplay train cartpole --total-timesteps 2_048 --set evaluation.episodes=5 --logdir pole --num-workers 2 --json | node -e '
  const report = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  if (!(report.timesteps === 2048 && report.backend === "onnx")) throw new Error(JSON.stringify(report));'
longplay export pole --out pole.onnx

echo '[{ "id": "fall", "mode": "void", "every": 120, "ball": { "pos": [0, 0, 1000], "vel": [0, 0, -1] } }]' >fall.json
longplay soccer simulate --scenario fall.json --json | node -e '
  const { cases } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  if (cases[0].rows.length !== 4) throw new Error(JSON.stringify(cases));'
longplay train car-soccer/quick --total-timesteps 8_192 --set evaluation.episodes=2 --set evaluation.trainingEpisodes=2 --logdir match
longplay soccer replay match --episodes 1
grep -q 'Three.js Authors' match/replay.html

longplay train longview --profiles 4 --total-timesteps 16_384 --set evaluation.episodes=2 --set evaluation.trainingEpisodes=2 --logdir plan
longplay wealth predict --profile near-retirement --policy plan --paths 50 --html plan.html --json | node -e '
  const { strategies } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  if (!(strategies.length > 6)) throw new Error(JSON.stringify(strategies));'
grep -q '<svg' plan.html

mkdir -p jobs/coins
printf 'algorithm: thompson-sampling\ntotalTimesteps: 50_000\ncheckpointEvery: 50_000\nbandit: { arms: [0.2, 0.8] }\n' >jobs/coins/train.yaml
echo '{ "plugins": ["@longplay/nx"], "analytics": false, "useDaemonProcess": false, "neverConnectToCloud": true }' >nx.json
nx train coins --set evaluation.episodes=50
nx evaluate coins --episodes 50
echo 'the packed packages work in a project of their own'
