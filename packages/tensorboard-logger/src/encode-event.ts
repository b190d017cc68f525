import { DATA_CLASS, EVENT, METADATA, PLUGIN_DATA, SESSION_LOG, START, SUMMARY, VALUE } from './fields.ts';
import type { Histogram } from './histogram.ts';
import { encodeExperiment, encodeSessionStart } from './hparams.ts';
import { encodeLayout } from './layout.ts';
import type { LoggedEvent } from './log-event.ts';
import { EXPERIMENT_TAG, LAYOUT_TAG, PLUGIN, SESSION_START_TAG } from './plugins.ts';
import { bytes, double, encode, integer, message, text, WireType, type BinaryWriter, type Write } from './protobuf.ts';
import { doubleTensor, emptyTensor, stringTensor } from './tensor.ts';

const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);

/** The first record of every event file. Version 2 makes TensorBoard obey a purge instead of guessing from the steps. */
export const encodeFileVersion = (wallTime: number): Uint8Array =>
  encode((event) => {
    double(event, EVENT.wallTime, wallTime);
    text(event, EVENT.fileVersion, 'brain.Event:2');
  });

/** Encodes the Event message of one logged value; `decodeEvent` is its inverse. */
export const encodeEvent = (event: LoggedEvent, reuse?: BinaryWriter): Uint8Array =>
  encode((writer) => {
    double(writer, EVENT.wallTime, event.wallTime);
    integer(writer, EVENT.step, event.step);
    if (event.kind === 'purge') message(writer, EVENT.sessionLog, (log) => integer(log, SESSION_LOG.status, START));
    else message(writer, EVENT.summary, (summary) => writeSummary(summary, event));
  }, reuse);

function writeSummary(summary: BinaryWriter, event: Exclude<LoggedEvent, { kind: 'purge' }>): void {
  switch (event.kind) {
    case 'scalar':
      message(summary, SUMMARY.value, (value) => {
        text(value, VALUE.tag, event.tag);
        value.tag(VALUE.simpleValue, WireType.Bit32).float(Math.fround(event.value));
      });
      break;
    case 'histogram':
      writeTensor(summary, event.tag, PLUGIN.histograms, DATA_CLASS.tensor, histogramTensor(event.value));
      break;
    case 'text':
      writeTensor(summary, event.tag, PLUGIN.text, DATA_CLASS.tensor, stringTensor([], [utf8(event.value)]));
      break;
    case 'image': {
      const { width, height, encoded } = event.value;
      const strings = [utf8(String(width)), utf8(String(height)), ...encoded];
      writeTensor(summary, event.tag, PLUGIN.images, DATA_CLASS.blobSequence, stringTensor([strings.length], strings));
      break;
    }
    case 'layout':
      writeTensor(
        summary,
        LAYOUT_TAG,
        PLUGIN.customScalars,
        DATA_CLASS.tensor,
        stringTensor([], [encodeLayout(event.value)]),
      );
      break;
    case 'hparams': {
      // TensorBoard shows only what the first experiment of a folder names; without one, every scalar of every run.
      const experiment = event.value.metrics.length > 0 && encodeExperiment(event.value);
      if (experiment) {
        writeTensor(summary, EXPERIMENT_TAG, PLUGIN.hparams, DATA_CLASS.tensor, emptyTensor, experiment);
      }
      const start = encodeSessionStart(event.value, event.wallTime);
      writeTensor(summary, SESSION_START_TAG, PLUGIN.hparams, DATA_CLASS.tensor, emptyTensor, start);
    }
  }
}

/** Writes a Summary.Value in the form of TensorFlow 2: a tensor, and metadata that name the plugin to show it. */
function writeTensor(
  summary: BinaryWriter,
  tag: string,
  plugin: string,
  dataClass: number,
  tensor: Write,
  content: Uint8Array = new Uint8Array(),
): void {
  message(summary, SUMMARY.value, (value) => {
    text(value, VALUE.tag, tag);
    message(value, VALUE.tensor, tensor);
    message(value, VALUE.metadata, (metadata) => {
      message(metadata, METADATA.pluginData, (data) => {
        text(data, PLUGIN_DATA.name, plugin);
        bytes(data, PLUGIN_DATA.content, content);
      });
      integer(metadata, METADATA.dataClass, dataClass);
    });
  });
}

/** One row (left, right, count) a bin. */
const histogramTensor = (histogram: Histogram): Write =>
  doubleTensor(
    [histogram.length, 3],
    Float64Array.from(histogram.flatMap(({ left, right, count }) => [left, right, count])),
  );
