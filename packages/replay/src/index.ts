export { MatchRecorder } from './match-recorder.ts';
export { carFlags, encodeRecording, readRecording, writeRecording, type Recording } from './recording.ts';
export { replayPage } from './replay-page.ts';
