import { type MinifyOptions, minify } from 'terser'
import type { Plugin } from 'vite'

const options: MinifyOptions = {
  ecma: 2020,
  toplevel: true,
  // Nobody asks a function how many parameters it has.
  compress: { passes: 3, keep_fargs: false },
}

/** Says shorter what the bundler has made short already. Nothing here changes what the page does. */
export function minified(): Plugin {
  return {
    name: 'minified',
    async generateBundle({ format }, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk')
          file.code = (await minify(file.code, { ...options, module: format === 'es' })).code ?? file.code
      }
    },
  }
}
