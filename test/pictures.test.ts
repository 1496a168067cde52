import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { draw, pictures } from './support/pictures.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-pictures-'))
test.after.always(() => rmSync(folder, { recursive: true }))

for (const [name, command] of pictures) {
  test(`docs/pictures/${name}.svg is what vmsee ${command} draws`, async (t) => {
    const out = join(folder, `${name}.svg`)
    await draw(command, out)
    const drawn = readFileSync(out, 'utf8')
    t.is(readFileSync(`docs/pictures/${name}.svg`, 'utf8'), drawn)
    t.true(drawn.length < 40_000)
  })
}

test('every drawing is made by a command, and stands in a document', (t) => {
  t.deepEqual(
    readdirSync('docs/pictures')
      .filter((file) => file.endsWith('.svg'))
      .toSorted(),
    [...pictures.keys()].map((name) => `${name}.svg`).toSorted(),
  )
  const pages = readdirSync('docs').filter((file) => file.endsWith('.md'))
  const text = pages.map((file) => readFileSync(join('docs', file), 'utf8')).join('')
  for (const name of pictures.keys()) t.true(text.includes(`(pictures/${name}.svg)`), name)
})
