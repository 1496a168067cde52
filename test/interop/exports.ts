/**
 * `npm run interop:exports`: what BIRD and FRR, where they are installed, make of the configurations that `vmsee export` writes for
 * the customer's routers of every scenario. They read them and start nothing.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportConfiguration } from '../../src/report/router-config/export-configuration.ts'
import { exportedRouter } from '../../src/report/router-config/exported-router.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { buildTopology } from '../../src/scenario/topology.ts'

const readers = [
  { target: 'bird', program: 'bird', words: ['-p', '-c'], readsSeveral: false },
  // It reads commands one by one, so that the routers of a scenario may stand in one file.
  { target: 'frr', program: 'vtysh', words: ['-C', '-f'], readsSeveral: true },
] as const

const files = [
  'test/exports/everything.yaml',
  'test/exports/two-tags.yaml',
  ...readdirSync('sim-scenarios', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => join('sim-scenarios', file)),
]
const folder = mkdtempSync(join(tmpdir(), 'vmsee-exports-'))
const total = { pass: 0, fail: 0 }
const installed = readers.filter(({ program }) => {
  const isThere = spawnSync(program, ['--help']).error === undefined
  if (!isThere) console.log(`skipped: ${program} is not installed`)
  return isThere
})
try {
  for (const file of installed.length === 0 ? [] : files) judge(file)
} finally {
  rmSync(folder, { recursive: true })
}
for (const [word, count] of Object.entries(total)) console.log(`# ${word} ${count}`)
process.exitCode = total.fail > 0 ? 1 : 0

function judge(file: string): void {
  const { scenario } = loadScenario(file)
  if (scenario === undefined) throw new Error(`${file} is not valid`)
  const topology = buildTopology(scenario)
  const routers = [...scenario.routers.keys()].map((name) => exportedRouter(scenario, topology, name))
  for (const { target, program, words, readsSeveral } of installed) {
    const texts = routers.map((router) => exportConfiguration(router, target).text)
    const problems = (readsSeveral ? [texts.join('')] : texts).flatMap((text) => {
      const configuration = join(folder, 'router.conf')
      writeFileSync(configuration, text)
      const { status, stdout, stderr } = spawnSync(program, [...words, configuration], { encoding: 'utf8' })
      return status === 0 ? [] : [`${stdout}${stderr}`.trim()]
    })
    const isGood = problems.length === 0
    total[isGood ? 'pass' : 'fail']++
    console.log(`${isGood ? 'ok' : 'not ok'} - ${program} reads the exports of ${file}`)
    for (const problem of problems) console.log(`#   ${problem.replaceAll('\n', '\n#   ')}`)
  }
}
