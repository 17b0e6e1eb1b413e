/** A line of the tools' log4j configuration: pattern `[%d] %p %m (%c)%n`, to standard error. */
import { logTime } from '#kafka/clients/tool/log.ts';
import { EPOCH_MS } from '#kafka/protocol/names.ts';

/** `[2023-11-14 22:13:20,000] WARN … (org.apache.kafka.clients.NetworkClient)`; `nowMs` is the simulated wall clock. */
export const logLine = (nowMs: number, text: string): string => `[${logTime((nowMs - EPOCH_MS) * 1000)}] ${text}`;
