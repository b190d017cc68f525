/**
 * Field numbers of the messages in an event file.
 * Sources: tensorflow/core/util/event.proto; tensorflow/core/framework/summary.proto, histogram.proto, tensor.proto,
 * tensor_shape.proto, types.proto; tensorboard/plugins/hparams/plugin_data.proto and api.proto;
 * tensorboard/plugins/custom_scalar/layout.proto; google/protobuf/struct.proto.
 */
export const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 } as const;
export const SESSION_LOG = { status: 1 } as const;
/** SessionLog.SessionStatus */
export const START = 1;

export const SUMMARY = { value: 1 } as const;
export const VALUE = { tag: 1, simpleValue: 2, image: 4, histogram: 5, tensor: 8, metadata: 9 } as const;
export const IMAGE = { height: 1, width: 2, encoded: 4 } as const;
export const HISTOGRAM = { min: 1, max: 2, bucketLimit: 6, bucket: 7 } as const;
export const METADATA = { pluginData: 1, dataClass: 4 } as const;
export const PLUGIN_DATA = { name: 1, content: 2 } as const;
/** DataClass */
export const DATA_CLASS = { tensor: 2, blobSequence: 3 } as const;

export const TENSOR = { type: 1, shape: 2, content: 4, floats: 5, doubles: 6, strings: 8 } as const;
export const TENSOR_SHAPE = { dimension: 2 } as const;
export const DIMENSION = { size: 1 } as const;
/** DataType */
export const DATA_TYPE = { float: 1, double: 2, string: 7 } as const;

export const HPARAMS = { experiment: 2, sessionStart: 3 } as const;
export const EXPERIMENT = { hyperparameter: 4, metric: 5 } as const;
export const HYPERPARAMETER_INFO = { name: 1, type: 4 } as const;
/** hparams.DataType */
export const HYPERPARAMETER_TYPE = { string: 1, boolean: 2, number: 3 } as const;
export const METRIC_INFO = { name: 1 } as const;
export const METRIC_NAME = { tag: 2 } as const;
export const SESSION_START = { hyperparameters: 1, startTime: 5 } as const;
export const MAP_ENTRY = { key: 1, value: 2 } as const;
/** google.protobuf.Value */
export const STRUCT_VALUE = { number: 2, string: 3, boolean: 4 } as const;

export const LAYOUT = { category: 2 } as const;
export const CATEGORY = { title: 1, chart: 2 } as const;
export const CHART = { title: 1, multiline: 2, margin: 3 } as const;
export const MULTILINE = { tag: 1 } as const;
export const MARGIN = { series: 1 } as const;
export const SERIES = { value: 1, lower: 2, upper: 3 } as const;
