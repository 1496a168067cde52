import { runCommand } from '../../src/cli/commands.ts'
import { recordingTerminal } from './recording-terminal.ts'

const program = { name: 'vmsee', version: '0.1.0', node: '20' }

/** The pictures of the documents, each with the command that draws it; OUT is the file that it is written to. */
export const pictures: ReadonlyMap<string, string> = new Map([
  ['why-slow', 'run sim-scenarios/connectivity/provider-runs-bgp.yaml --reporter svg:OUT'],
  ['strict-mode', 'run sim-scenarios/bfd/strict-mode.yaml --reporter svg:OUT'],
  ['failures', 'failures sim-scenarios/bfd/primary-silent-cut.yaml --k 2 --workers 1 --svg OUT'],
  [
    'availability',
    'availability sim-scenarios/failover/msee-maintenance.yaml --trials 200 --workers 1 --svg OUT',
  ],
])

export async function draw(command: string, out: string): Promise<void> {
  const words = command.split(' ').map((word) => word.replace('OUT', out))
  await runCommand(words, program, recordingTerminal())
}
