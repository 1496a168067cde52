import { readFileSync } from 'node:fs'
import test from 'ava'
import { runCommand } from '../src/cli/commands.ts'
import { recordingTerminal } from './support/recording-terminal.ts'

const program = { name: 'vmsee', version: '0.1.0', node: '20' }

/** The pages whose every `$ vmsee ...` shows what the program prints; `...` stands for lines that are left out. */
const pages = [
  'docs/run.md',
  'docs/failures.md',
  'docs/availability.md',
  'docs/diff.md',
  'docs/failover-test.md',
  'docs/why-slow.md',
  'docs/interleaving.md',
]

for (const page of pages) {
  for (const [, words = '', shown = ''] of readFileSync(page, 'utf8').matchAll(
    /```console\n\$ vmsee (.*)\n([\s\S]*?)```/g,
  )) {
    test(`${page} shows what the program prints: vmsee ${words}`, async (t) => {
      const terminal = recordingTerminal()
      await runCommand(words.split(' '), program, terminal)
      const printed = terminal.said.out.split('\n')
      const lines = shown.split('\n').filter((line) => line !== '...')
      t.true(lines.length > 2)
      t.deepEqual(
        lines.filter((line) => !printed.includes(line)),
        [],
      )
    })
  }
}
