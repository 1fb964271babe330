import Box from '@cloudscape-design/components/box'

/** A value that a printer reported, with the object that gave it. */
export function Reported({ value, source }: { value: string; source: string | null | undefined }) {
  return (
    <>
      {value}
      {source && (
        <Box color="text-body-secondary" fontSize="body-s">
          from {source}
        </Box>
      )}
    </>
  )
}
