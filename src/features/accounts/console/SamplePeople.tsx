import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'

interface SamplePeopleProps {
  people: { email: string; role: string }[]
  onChoose: (email: string) => void
}

/** Where this is the sample: its people by role; choosing one fills in the form. */
export function SamplePeople({ people, onChoose }: SamplePeopleProps) {
  return (
    <section aria-label="Sample people">
      <Box variant="h2" fontSize="heading-m" padding={{ bottom: 'xxs' }}>
        Sample people
      </Box>
      <Box variant="p" color="text-body-secondary" padding={{ top: 'n' }}>
        This installation holds sample data. Choose a person to fill in the form.
      </Box>
      <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
        {people.map(({ email, role }) => (
          <li key={email} style={{ padding: '4px 0' }}>
            <Link
              href="#"
              onFollow={(event) => {
                event.preventDefault()
                onChoose(email)
              }}
            >
              {role}
            </Link>
            <Box color="text-body-secondary" fontSize="body-s">
              {email}
            </Box>
          </li>
        ))}
      </ul>
    </section>
  )
}
