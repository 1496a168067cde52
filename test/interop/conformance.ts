/**
 * `npm run interop`: the conformance corpus and the scenarios without thousands of prefixes, on the daemons that are installed. It
 * ends with the counts in TAP's words, which CI adds up, and says what it skipped.
 */
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { listIn, objectIn, readJson, textIn } from '../../src/live/daemons/json-value.ts'

const daemons = process.argv[2] ?? 'bird,frr'
const folders = ['conformance', 'failover', 'ipv6', 'preference', 'redundancy', 'reflection']
const words = [
  'conform',
  ...folders.map((folder) => `sim-scenarios/${folder}`),
  '--on',
  daemons,
  '--json',
  '--jobs',
  String(2 * availableParallelism()),
]
const program = ['--import=tsx', 'src/cli/main.ts']
const { stdout, stderr, status } = spawnSync(process.execPath, [...program, ...words], {
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
})
process.stdout.write(stderr)
const unusable = status !== 0 && status !== 1 && status !== 3
const results = stdout.trimStart().startsWith('{')
  ? listIn(objectIn(readJson(stdout)).results).map(objectIn)
  : []
for (const { outcome, daemon, file, stages, leftOut } of results) {
  const passed = outcome === 'agrees' || outcome === 'explained'
  const word = outcome === 'not compared' ? 'skip' : passed ? 'ok' : 'not ok'
  console.log(`${word} - ${textIn(daemon)} ${textIn(file)} ${textIn(outcome)}`)
  for (const why of listIn(leftOut)) console.log(`#   not compared: ${textIn(why)}`)
  if (!passed) console.log(JSON.stringify(stages, undefined, 1))
}
const count = (...outcomes: readonly string[]): number =>
  results.filter(({ outcome }) => outcomes.includes(textIn(outcome) ?? '')).length
const failed = count('differs') + (unusable ? 1 : 0)
console.log(`# skip ${count('not compared')}`)
console.log(`# pass ${count('agrees', 'explained')}`)
console.log(`# fail ${failed}`)
process.exitCode = failed > 0 ? 1 : 0
