export function AddToProgram() {
  return null
}
