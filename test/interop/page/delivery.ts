import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { sizedScenario } from '../../support/sized-scenario.ts'
import { findings } from './axe.ts'
import { clock, equal, flagship, holds, type PageCheck, settled } from './browser-lab.ts'

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
    name: 'what is wrong with a file is told as the terminal tells it, and the file stays to be mended',
    check: async (lab) => {
      const page = await lab.exported(flagship)
      await settled(page)
      await page.getByText('The file, to change one thing').click()
      for (const name of [
        'asdot',
        'availability',
        'bfd-timers',
        'duplicate-key',
        'alias-bomb',
        'communities',
      ]) {
        const text = readFileSync(`test/bad-files/${name}.yaml`, 'utf8')
        await page.getByLabel('The scenario file').fill(text)
        await page.getByRole('button', { name: 'Play this file' }).click()
        const expected = readFileSync(`test/bad-files/${name}.txt`, 'utf8').trim()
        const [first = ''] = expected.split('\n')
        await page
          .getByRole('alert')
          .filter({ hasText: first.slice(first.indexOf('  ')) })
          .waitFor()
        const told = (await page.getByRole('alert').locator('pre').textContent()) ?? ''
        equal(
          told.replaceAll('primary-silent-cut.yaml', `test/bad-files/${name}.yaml`).trim(),
          expected,
          name,
        )
        equal(await page.getByLabel('The scenario file').inputValue(), text, 'the file')
      }
      await page.getByLabel('The scenario file').fill(readFileSync(flagship, 'utf8'))
      await page.getByRole('button', { name: 'Play this file' }).click()
      await settled(page)
    },
  },
  {
    name: 'a run that is too large says what it would cost, and waits until it is wanted',
    check: async (lab) => {
      const flaps = 'at: steady + 4m, cut: er0.primary, for: 1m, repeat: { every: 10m, times: 3000 }'
      const file = lab.write('large.yaml', sizedScenario({ prefixes: 10, timeline: [flaps] }))
      for (const press of ['click', 'Enter'] as const) {
        const page = await lab.exported(file)
        await page.getByRole('heading', { name: 'This run is large, and waits' }).waitFor()
        await page
          .getByText(/^6 routers, 6 sessions, 11 prefixes, 6,000 things done, .* of memory\.$/)
          .waitFor()
        equal(await findings(page), '', 'findings')
        const anyway = page.getByRole('button', { name: 'Run it anyway' })
        if (press === 'click') await anyway.click()
        else await anyway.press('Enter')
        await page.getByRole('button', { name: /^Link er0\.primary .*, up$/ }).waitFor({ state: 'attached' })
        equal(await page.getByRole('alert').count(), 0, 'alerts')
      }
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
      // While there is no network, nothing plays behind what is told.
      const before = await clock(page)
      for (const key of ['End', 'n', 'Space']) await page.keyboard.press(key)
      holds(await page.getByTitle(/^Play or pause/).isHidden(), 'it can be played')
      lab.write('changing.yaml', 'version: 2\n')
      await page.getByRole('alert').filter({ hasText: 'changing.yaml:1:' }).waitFor()
      equal(await page.getByLabel('The scenario file').inputValue(), 'version: 2\n', 'the file')
      equal(await clock(page), before, 'the moment')
      lab.write('changing.yaml', text)
      await page.getByRole('heading', { name: /The primary link is cut silently/ }).waitFor()
      await settled(page)
      holds((await page.getByRole('alert').count()) === 0, 'the error is still told')
    },
  },
]
