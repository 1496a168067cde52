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
  { target: 'bird', program: 'bird', words: (file: string) => ['-p', '-c', file] },
  { target: 'frr', program: 'vtysh', words: (file: string) => ['-C', '-f', file] },
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
try {
  for (const reader of readers) {
    if (spawnSync(reader.program, ['--version']).error !== undefined)
      console.log(`skipped: ${reader.program} is not installed`)
    else for (const file of files) judge(reader, file)
  }
} finally {
  rmSync(folder, { recursive: true })
}
for (const [word, count] of Object.entries(total)) console.log(`# ${word} ${count}`)
process.exitCode = total.fail > 0 ? 1 : 0

function judge({ target, program, words }: (typeof readers)[number], file: string): void {
  const { scenario } = loadScenario(file)
  if (scenario === undefined) throw new Error(`${file} is not valid`)
  const topology = buildTopology(scenario)
  const problems = [...scenario.routers.keys()].flatMap((router) => {
    const configuration = join(folder, 'router.conf')
    writeFileSync(configuration, exportConfiguration(exportedRouter(scenario, topology, router), target).text)
    const { status, stdout, stderr } = spawnSync(program, words(configuration), { encoding: 'utf8' })
    return status === 0 ? [] : [`${router}: ${stdout}${stderr}`]
  })
  const isGood = problems.length === 0
  total[isGood ? 'pass' : 'fail']++
  console.log(`${isGood ? 'ok' : 'not ok'} - ${program} reads the exports of ${file}`)
  for (const problem of problems) console.log(`#   ${problem.trim().replaceAll('\n', '\n#   ')}`)
}
