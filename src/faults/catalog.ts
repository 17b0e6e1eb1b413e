/** Every fault, and every command that the outside world may give to a run, by payload type. */

import { bitRot, rot } from '#faults/bit-rot.ts';
import { bounceAwaited, bounceLeader } from '#faults/bounce-leader.ts';
import { callConsumer } from '#faults/call-consumer.ts';
import { deleteZnode } from '#faults/delete-znode.ts';
import { diskFull, fillDisk } from '#faults/disk-full.ts';
import { dumpLogOf } from '#faults/dump-log.ts';
import type { Target } from '#faults/fault.ts';
import { freezeMetadata } from '#faults/freeze-metadata.ts';
import { healOverlays } from '#faults/heal.ts';
import { dockerKill, kill } from '#faults/kill.ts';
import { disturbLinks } from '#faults/links.ts';
import { loseCheckpoint, loseCheckpoints } from '#faults/lose-checkpoint.ts';
import { lieAboutFsync, lyingFsync } from '#faults/lying-fsync.ts';
import { connect, disconnect, dockerNetworkConnect, dockerNetworkDisconnect } from '#faults/network.ts';
import { dockerPause, pause } from '#faults/pause.ts';
import { losePower, powerLoss } from '#faults/power-loss.ts';
import { dockerPs } from '#faults/ps.ts';
import { quorumDiskLoss } from '#faults/quorum-disk-loss.ts';
import { dockerRm, dockerRmForce } from '#faults/remove.ts';
import { reset } from '#faults/reset.ts';
import { dockerRestart, restart, restartAwaited } from '#faults/restart.ts';
import { dockerComposeUp, scale } from '#faults/scale.ts';
import { slowCpu } from '#faults/slow-cpu.ts';
import { slowDisk, slowDown } from '#faults/slow-disk.ts';
import { dockerStart, start } from '#faults/start.ts';
import { dockerStop, gracePeriodEnded, stop } from '#faults/stop.ts';
import { interrupt, startTool, typeLine, writeFile } from '#faults/terminal.ts';
import { jitterTimers, setClock, shuffleTies } from '#faults/time.ts';
import { tearTail, tornTail } from '#faults/torn-tail.ts';
import { dockerUnpause, unpause } from '#faults/unpause.ts';
import { wipe, wipeDisk } from '#faults/wipe-disk.ts';
import type { Command } from '#kafka/cluster.ts';

export const faults = { kill, stop, start, restart, pause, unpause, disconnect, connect, scale } as const;
export type FaultId = keyof typeof faults;

/** Faults over named containers: what a button beside a process can do. */
export const nodeFaults = [kill, stop, start, restart, pause, unpause, disconnect, connect] as const;

/** Faults of a broker's disk, for the terminal and the timeline. */
export const diskFaults = [powerLoss, tornTail, slowDisk, diskFull, wipeDisk, loseCheckpoint, bitRot, lyingFsync] as const;

/** What can be done to this process as it is now, in the order of the catalogue. */
export const faultsFor = (target: Target) => nodeFaults.filter((fault) => fault.appliesTo(target));

export { FAULT_GROUPS, type FaultGroup, type MenuFault, menuFaultsFor } from '#faults/menu.ts';

export const commands: Readonly<Record<string, Command>> = {
  DockerKill: dockerKill,
  DockerStop: dockerStop,
  GracePeriodEnded: gracePeriodEnded,
  DockerStart: dockerStart,
  DockerRestart: dockerRestart,
  RestartAwaited: restartAwaited,
  DockerPause: dockerPause,
  DockerUnpause: dockerUnpause,
  DockerNetworkDisconnect: dockerNetworkDisconnect,
  DockerNetworkConnect: dockerNetworkConnect,
  DockerComposeUp: dockerComposeUp,
  DockerPs: dockerPs,
  DumpLog: dumpLogOf,
  DockerRm: dockerRm,
  DockerRmForce: dockerRmForce,
  QuorumDiskLoss: quorumDiskLoss,
  DeleteZnode: deleteZnode,
  PowerLoss: losePower,
  TornTail: tearTail,
  SlowDisk: slowDown,
  DiskFull: fillDisk,
  WipeDisk: wipe,
  LoseCheckpoint: loseCheckpoints,
  BitRot: rot,
  LyingFsync: lieAboutFsync,
  DisturbLinks: disturbLinks,
  ResetConnections: reset,
  FreezeMetadata: freezeMetadata,
  SlowCpu: slowCpu,
  SetClock: setClock,
  TimerJitter: jitterTimers,
  TieShuffle: shuffleTies,
  BounceLeader: bounceLeader,
  BounceAwaited: bounceAwaited,
  Heal: healOverlays,
  CallConsumer: callConsumer,
  StartTool: startTool,
  WriteFile: writeFile,
  StandardInput: typeLine,
  SIGINT: interrupt,
};
