import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { equal, flagship, holds, type PageCheck, settled } from './browser-lab.ts'

const largestOctets = 250_000

/** How the page comes to whoever looks at it. */
export const deliveryChecks: readonly PageCheck[] = [
  {
    name: 'the page weighs less than 250 KB packed',
    check: async () => {
      const { length } = gzipSync(readFileSync('dist/web/index.html'), { level: 9 })
      holds(length < largestOctets, `${length} octets`)
    },
  },
  {
    name: 'served, it opens where everything has converged, complains of nothing and asks nobody else',
    check: async (lab) => {
      const page = await lab.served(flagship)
      await settled(page)
      await page
        .getByRole('button', { name: /^Session ce1-er-amsterdam\.msee1 private ipv4, Established/ })
        .waitFor()
    },
  },
  {
    name: 'from disk it works without any request',
    check: async (lab) => {
      const page = await lab.exported(flagship)
      await settled(page)
      equal(await page.getByRole('button', { name: /^Link .*, up$/ }).count(), 6, 'links that are up')
    },
  },
  {
    name: 'served, it follows the file, and shows what is wrong with it as the terminal does',
    check: async (lab) => {
      const text = readFileSync(flagship, 'utf8')
      const file = lab.write('changing.yaml', text)
      const page = await lab.served(file)
      await settled(page)
      lab.write('changing.yaml', text.replace(/^title: .*/m, 'title: Another one'))
      await page.getByRole('heading', { name: /Another one/ }).waitFor()
      lab.write('changing.yaml', text.replace('vlanId: 100', 'vlanId: 0'))
      await page.getByRole('alert').waitFor()
      const told = (await page.getByRole('alert').locator('pre').textContent()) ?? ''
      holds(/changing\.yaml:\d+:\d+ {2}error {2}/.test(told), told)
      lab.write('changing.yaml', text)
      await page.getByRole('heading', { name: /The primary link is cut silently/ }).waitFor()
      await settled(page)
      holds((await page.getByRole('alert').count()) === 0, 'the error is still told')
    },
  },
]
