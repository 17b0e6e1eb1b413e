/** Names of MBeans as a fixture: what differs from process to process and says nothing about a name is an ellipsis, and Yammer's sets of attributes have a word each. */

/** Attributes by MBean and kind of process. */
export type Names = Map<string, Map<string, Set<string>>>;

const VARIES =
  /\b(request|error|version|node-id|brokerHost|brokerPort|fetcherId|networkProcessor|processor|broker|broker-id|BrokerId|connection-id|partition|clientSoftwareName|clientSoftwareVersion|logDirectory|feature-name|featureName|delayedOperation)=("[^"]*"|[^,]+)/g;
/** Of servers, where they are ids of nodes and threads, and topics are those of the scenario. */
const OF_SERVERS = /\b(client-id|clientId|id|topic)=("[^"]*"|(?!Replica\b)[^,]+)/g;

export function nameInGeneral(mbean: string, kind: string): string {
  const general = mbean.replaceAll(VARIES, '$1=…');
  return kind === 'producer' || kind === 'consumer' ? general : general.replaceAll(OF_SERVERS, '$1=…');
}

const HISTOGRAM = '50thPercentile 75thPercentile 95thPercentile 98thPercentile 999thPercentile 99thPercentile Count Max Mean Min StdDev';
const METER = 'Count EventType FifteenMinuteRate FiveMinuteRate MeanRate OneMinuteRate RateUnit';
const TIMER = [...new Set(`${HISTOGRAM} ${METER} LatencyUnit`.split(' '))].sort().join(' ');
const WORDS: Readonly<Record<string, string>> = { [HISTOGRAM]: '(histogram)', [METER]: '(meter)', [TIMER]: '(timer)' };

function attributesOf(attributes: ReadonlySet<string>): string {
  const text = [...attributes].sort().join(' ');
  return WORDS[text] ?? text;
}

export const listed = (names: Names): string =>
  [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, beans]) => [`\n# ${kind}\n`, ...[...beans].map(([mbean, attributes]) => `${mbean}: ${attributesOf(attributes)}\n`).sort()].join(''))
    .join('');
