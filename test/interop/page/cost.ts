import { readFileSync } from 'node:fs'
import { clock, flagship, holds, moved, type PageCheck, settled } from './browser-lab.ts'
import { type Heaps, heapsOf } from './heaps.ts'

const checkpoints = 10

/** What the page takes of the machine that it runs on. */
export const costChecks: readonly PageCheck[] = [
  {
    name: 'it is first painted within a second',
    check: async (lab) => {
      const painted: number[] = []
      for (let run = 0; run < 5; run++) {
        const page = await lab.exported(flagship)
        await settled(page)
        const found = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
        painted.push(Number(await page.evaluate(found)))
      }
      const told = painted.map((milliseconds) => milliseconds.toFixed(0)).join(', ')
      console.log(`# ${told} ms`)
      holds((painted.toSorted((a, b) => a - b)[2] ?? Number.NaN) < 1000, `${told} ms`)
    },
  },
  {
    name: 'while an hour is played its memory, and that of the simulator, stay as they are',
    check: async (lab) => {
      const text = readFileSync(flagship, 'utf8').replace(/^version: 1$/m, 'version: 1\nuntil: 70m')
      const page = await lab.exported(lab.write('hour.yaml', text))
      await settled(page)
      const heaps = await heapsOf(page)
      await page.getByLabel('hurry through quiet time').uncheck()
      await page.getByLabel('Speed').selectOption('1000')
      await moved(page, () => page.getByRole('button', { name: 'Play' }).click())
      const seen: Heaps[] = []
      while (minutesOf(await clock(page)) < 60) {
        await page.waitForTimeout(3600 / checkpoints)
        seen.push(await heaps())
      }
      const told = seen.map(({ page: own, worker }) => `${megabytes(own)} + ${megabytes(worker)}`).join(', ')
      console.log(`# ${told} MB`)
      for (const side of ['page', 'worker'] as const) {
        const later = seen.slice(2).map((one) => one[side])
        holds(Math.max(...later) < 1.15 * (later[0] ?? 0) + 1e6, `the ${side} grows: ${told} MB`)
      }
    },
  },
]

/** Of a clock that tells `59:59.999 999`, or hours before that. */
function minutesOf(told: string): number {
  const [minutes = 0, hours = 0] = told.split(':').map(Number.parseFloat).toReversed().slice(1)
  return minutes + 60 * hours
}

function megabytes(octets: number): string {
  return (octets / 1e6).toFixed(1)
}
