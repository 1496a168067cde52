import { accessSync, constants } from 'node:fs'
import { bird } from './bird/bird.ts'
import type { Daemon, DaemonName } from './daemon.ts'
import { frr } from './frr/frr.ts'
import { gobgpDaemon } from './gobgp/gobgp.ts'
import { openbgpd } from './openbgpd/openbgpd.ts'

const daemons: Readonly<Record<DaemonName, Daemon>> = { bird, frr, gobgp: gobgpDaemon, openbgpd }

export function daemonCalled(name: DaemonName): Daemon {
  return daemons[name]
}

/** Which of its programs are not there. */
export function missingPrograms({ programs }: Daemon): readonly string[] {
  return programs.filter((program) => !isExecutable(program))
}

/** The command that installs daemons on Debian and Ubuntu. */
export function installCommand(wanted: readonly Daemon[]): string {
  const packages = [...new Set([...wanted.flatMap((daemon) => daemon.packages), 'iproute2'])]
  return `apt-get install -y --no-install-recommends ${packages.join(' ')}`
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
