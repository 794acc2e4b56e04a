/* environment.ts - stands for lib0/environment: Yjs only asks whether it is being developed, and where it runs. */
export const getVariable = (): null => null
export const isBrowser = true
export const isNode = false
