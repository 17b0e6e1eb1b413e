/** What a Connect worker and its connectors are told: the keys of connect-standalone.properties and of a connector's own file. */
import type { Converter } from '#beside/connect/converter.ts';
import { file, names, numberOf, onOff, type Settings, settingErrors, text, textOf, type Wanted, whole, word } from '#beside/settings.ts';
import type { Config } from '#kafka/spec.ts';

const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';
const STRING_CONVERTER = 'org.apache.kafka.connect.storage.StringConverter';

const CONVERTERS: Settings = {
  'key.converter': word([JSON_CONVERTER, STRING_CONVERTER]),
  'key.converter.schemas.enable': onOff(true),
  'value.converter': word([JSON_CONVERTER, STRING_CONVERTER]),
  'value.converter.schemas.enable': onOff(true),
};

/** Of the worker. `connectors` are what its command line names after its own properties: files of the scenario. */
export const CONNECT_SETTINGS: Settings = {
  connectors: names(''),
  'bootstrap.servers': text('kafka1:9092'),
  ...CONVERTERS,
  'offset.storage.file.filename': file('connect.offsets'),
  'offset.flush.interval.ms': whole(60_000, 1, 86_400_000),
  'offset.flush.timeout.ms': whole(5000, 1, 86_400_000),
  'plugin.path': text(''),
};

const SOURCES = ['FileStreamSource', 'FileStreamSourceConnector', 'org.apache.kafka.connect.file.FileStreamSourceConnector'] as const;
const SINKS = ['FileStreamSink', 'FileStreamSinkConnector', 'org.apache.kafka.connect.file.FileStreamSinkConnector'] as const;

const COMMON: Settings = {
  name: text(''),
  'connector.class': word([...SOURCES, ...SINKS]),
  'tasks.max': whole(1, 1, 10),
  file: file(''),
  ...CONVERTERS,
};
const SOURCE_SETTINGS: Settings = { ...COMMON, topic: text(''), 'batch.size': whole(2000, 1, 100_000) };
const SINK_SETTINGS: Settings = { ...COMMON, topics: text('') };

export interface WorkerConfig {
  readonly offsetFile: string;
  readonly flushIntervalMs: number;
  readonly flushTimeoutMs: number;
}

export interface ConnectorConfig {
  readonly name: string;
  readonly kind: 'source' | 'sink';
  readonly file: string;
  /** A source has one. */
  readonly topics: readonly string[];
  readonly tasks: number;
  readonly batchSize: number;
  readonly value: Converter;
}

/** `./test.txt` and `/tmp/test.txt` are the same file here: there is one directory. */
const fileName = (path: string): string => path.replace(/^(?:\.\/|\/tmp\/)/, '');

export const workerConfig = (written: Config): WorkerConfig => ({
  offsetFile: fileName(textOf(CONNECT_SETTINGS, written, 'offset.storage.file.filename')),
  flushIntervalMs: numberOf(CONNECT_SETTINGS, written, 'offset.flush.interval.ms'),
  flushTimeoutMs: numberOf(CONNECT_SETTINGS, written, 'offset.flush.timeout.ms'),
});

export const connectorFiles = (written: Config): readonly string[] => textOf(CONNECT_SETTINGS, written, 'connectors').split(',').filter(Boolean);

/** java.util.Properties, without continued lines and escapes. */
export function readPropertiesFile(content: string): Config {
  const lines = content.split(/\r?\n/).map((line) => line.trim());
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, key, value] = /^([^\s=:#!][^\s=:]*)(?:\s*[=:]\s*|\s+|$)(.*)$/.exec(line) ?? [];
      return key === undefined ? [] : [[key, value]];
    }),
  );
}

const isSource = (written: Config): boolean => (SOURCES as readonly string[]).includes(textOf(COMMON, written, 'connector.class'));
const settingsOf = (written: Config): Settings => (isSource(written) ? SOURCE_SETTINGS : SINK_SETTINGS);

const topicsOf = (written: Config): string[] =>
  (written[isSource(written) ? 'topic' : 'topics'] ?? '')
    .split(',')
    .map((topic) => topic.trim())
    .filter(Boolean);

/** A connector's converter, or the worker's where it names none. */
function converterOf(written: Config, worker: Config, which: 'key' | 'value'): Converter {
  const from = written[`${which}.converter`] === undefined ? worker : written;
  const kind = textOf(CONVERTERS, from, `${which}.converter`) === STRING_CONVERTER ? 'string' : 'json';
  return { kind, schemas: textOf(CONVERTERS, from, `${which}.converter.schemas.enable`) === 'true' };
}

export const connectorConfig = (written: Config, worker: Config): ConnectorConfig => ({
  name: written.name ?? '',
  kind: isSource(written) ? 'source' : 'sink',
  file: fileName(written.file ?? ''),
  topics: topicsOf(written),
  // FileStreamSourceConnector.taskConfigs: always one.
  tasks: isSource(written) ? 1 : numberOf(SINK_SETTINGS, written, 'tasks.max'),
  batchSize: numberOf(SOURCE_SETTINGS, written, 'batch.size'),
  value: converterOf(written, worker, 'value'),
});

export interface ConnectorMistakes {
  readonly settings: readonly { readonly key: string; readonly wanted: Wanted }[];
  /** In the words of Kafka's ConfigException. */
  readonly missing: readonly string[];
  readonly known: readonly string[];
}

const missing = (key: string): string => `Missing required configuration "${key}" which has no default value.`;

export function connectorMistakes(content: string): ConnectorMistakes {
  const written = readPropertiesFile(content);
  const settings = settingsOf(written);
  const absent = ['name', 'connector.class'].filter((key) => !written[key]).map(missing);
  const noTopic = topicsOf(written).length > 0 ? [] : [isSource(written) ? missing('topic') : 'Must configure one of topics or topics.regex'];
  const noFile = written.file ? [] : ['Highwater does not simulate a connector without a file yet.'];
  return { settings: settingErrors(settings, written), missing: [...absent, ...noTopic, ...noFile], known: Object.keys(settings) };
}
