export { MatchRecorder } from './match-recorder.ts';
export { carFlags, orientationUnit, positionUnit } from './encoding.ts';
export { encodeRecording, readRecording, writeRecording, type Recording } from './recording.ts';
export { replayPage } from './replay-page.ts';
