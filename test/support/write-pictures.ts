import { mkdirSync } from 'node:fs'
import { draw, pictures } from './pictures.ts'

mkdirSync('docs/pictures', { recursive: true })
for (const [name, command] of pictures) await draw(command, `docs/pictures/${name}.svg`)
