/** curl, for the HTTP interfaces of what stands beside Kafka: `curl -s burrow:8000/v3/kafka`. */
import { serviceOf } from '#beside/catalog.ts';
import { HTTP_METHODS, type HttpMethod } from '#kafka/protocol/http.ts';
import type { ShellContext } from '#shell/context.ts';
import { notHere, type Plan, type Refusal, refuse, say } from '#shell/outcome.ts';

const HELP = [
  'Usage: curl [options...] <url>',
  ' -d, --data <data>          HTTP POST data',
  ' -h, --help <category>      Get help for commands',
  ' -m, --max-time <seconds>   Maximum time allowed for transfer',
  ' -S, --show-error           Show error even when -s is used',
  ' -s, --silent               Silent mode',
  ' -X, --request <method>     Specify request method to use',
];

/** Letters may stand together, as in -sS; an option with a value takes the rest of its word, or the next one. */
const LETTERS: Readonly<Record<string, string>> = { d: 'data', h: 'help', m: 'max-time', S: 'show-error', s: 'silent', X: 'request' };
const WITH_VALUE: readonly string[] = ['data', 'max-time', 'request'];
const NAMES = Object.values(LETTERS);

interface Words {
  readonly options: ReadonlyMap<string, string>;
  readonly urls: readonly string[];
}

const TRY = "curl: try 'curl --help' or 'curl --manual' for more information";
const unknown = (option: string): Refusal => refuse([`curl: option ${option}: is unknown`, TRY], 2);
const noValue = (option: string): Refusal => refuse([`curl: option ${option}: requires parameter`, TRY], 2);

/** The options of one word: `--request`, `-X`, `-XGET`, `-sS`. */
function optionsOf(word: string): { readonly names: readonly string[]; readonly value: string | undefined } | undefined {
  if (word.startsWith('--')) return NAMES.includes(word.slice(2)) ? { names: [word.slice(2)], value: undefined } : undefined;
  const names: string[] = [];
  for (let i = 1; i < word.length; i++) {
    const name = LETTERS[word[i]];
    if (name === undefined) return undefined;
    names.push(name);
    if (WITH_VALUE.includes(name)) return { names, value: word.slice(i + 1) || undefined };
  }
  return { names, value: undefined };
}

function readWords(args: readonly string[]): Words | Refusal {
  const options = new Map<string, string>();
  const urls: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (!word.startsWith('-') || word === '-') {
      urls.push(word);
      continue;
    }
    const read = optionsOf(word);
    if (read === undefined) return unknown(word);
    for (const name of read.names) {
      if (!WITH_VALUE.includes(name)) options.set(name, '');
      else {
        const value = read.value ?? args[++i];
        if (value === undefined) return noValue(word);
        options.set(name, value);
      }
    }
  }
  return { options, urls };
}

const URL_FORM = /^(?:(https?):\/\/)?([A-Za-z0-9._-]+)(?::([0-9]{1,5}))?(\/[^\s#]*)?(?:#\S*)?$/;

function methodOf(options: Words['options']): HttpMethod | Refusal {
  const method = options.get('request') ?? (options.has('data') ? 'POST' : 'GET');
  const known = HTTP_METHODS.find((one) => one === method);
  return known ?? notHere(`curl sends ${HTTP_METHODS.join(', ')} here, not ${method}`);
}

export function parseCurl(args: readonly string[], { spec }: ShellContext): Plan {
  const words = readWords(args);
  if ('ok' in words) return words;
  if (words.options.has('help')) return say(HELP);
  if (words.urls.length === 0) return refuse(['curl: (2) no URL specified', TRY], 2);
  if (words.urls.length > 1) return notHere('curl asks for one URL at a time');
  const method = methodOf(words.options);
  if (typeof method !== 'string') return method;
  const seconds = words.options.get('max-time');
  if (seconds !== undefined && !/^[0-9]{1,6}(\.[0-9]{1,3})?$/.test(seconds)) return refuse(['curl: option -m: expected a proper numerical parameter', TRY], 2);
  const target = targetOf(words.urls[0], spec.services ?? []);
  if (!('to' in target)) return target;
  const maxTimeMs = seconds === undefined ? undefined : Math.round(Number(seconds) * 1000);
  const silent = words.options.has('silent') && !words.options.has('show-error');
  return { ok: true, launch: { kind: 'http', ...target, method, body: words.options.get('data'), maxTimeMs, silent } };
}

/** Who is meant by a URL. Whoever listens on another port refuses, as does a broker, which speaks another protocol. */
function targetOf(text: string, known: readonly { readonly name: string; readonly service: string }[]): { to: string; port: number; url: string } | Refusal {
  const match = URL_FORM.exec(text);
  if (match === null) return refuse([`curl: (3) URL rejected: Malformed input to a URL function`], 3);
  const [, scheme, host, port = scheme === 'https' ? '443' : '80', url = '/'] = match;
  const service = known.find(({ name }) => name === host);
  if (service === undefined)
    return {
      ...refuse([`curl: (6) Could not resolve host: ${host}`], 6),
      teaching: hint(known.filter((one) => serviceOf(one.service).httpPort !== undefined)),
    };
  const { httpPort } = serviceOf(service.service);
  if (scheme === 'https') return notHere('https is not simulated: use http');
  if (httpPort === undefined || Number(port) !== httpPort)
    return {
      ...refuse([`curl: (7) Failed to connect to ${host} port ${port} after 0 ms: Couldn't connect to server`], 7),
      teaching: httpPort === undefined ? `${host} speaks no HTTP.` : `${host} listens on port ${httpPort}.`,
    };
  return { to: host, port: httpPort, url };
}

const hint = (known: readonly { readonly name: string }[]): string =>
  known.length === 0 ? 'No service of this scenario speaks HTTP.' : `What speaks HTTP here: ${known.map(({ name }) => name).join(', ')}.`;
