/* memory.mjs - what lives in this process, after the collector has run: heap, byte buffers, and every WebAssembly
 * memory of the modules that are loaded after this one. Needs node --expose-gc. */
const memories = []
const { Instance, instantiate } = WebAssembly

function remember({ exports }) {
  for (const value of Object.values(exports)) if (value instanceof WebAssembly.Memory) memories.push(value)
}

WebAssembly.Instance = class extends Instance {
  constructor(...given) {
    super(...given)
    remember(this)
  }
}
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given)
  remember(made.instance ?? made)
  return made
}

export function memoryBytes() {
  for (let i = 0; i < 3; i++) globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, heapUsed + arrayBuffers)
}
