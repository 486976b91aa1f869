import { Link } from 'wouter';
import { Also } from './AnyAct.tsx';
import { useRows } from './api.ts';
import { useWords } from './i18n.tsx';
import { useNames } from './names.tsx';
import { Asked, Day, Empty, Instant, Mark, Page, Said, Section } from './parts.tsx';
import { Rests, SideName } from './Rests.tsx';

/** Agreements and ceasefires: what is in force between whom, and on whose word. */
export function Agreements() {
  const { t, of, n } = useWords();
  const names = useNames();
  const agreements = useRows('agreement', { limit: 200 });
  const ceasefires = useRows('ceasefire', { limit: 200 });
  return (
    <Page title={t('nav.agreements')} lede={t('agreements.lede')}>
      <Also
        audience="members"
        acts={[
          ['agreement.record', { known: 'text' }],
          ['ceasefire.declare', {}],
        ]}
      />
      <Asked query={agreements}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty>{t('agreements.empty')}</Empty>
          ) : (
            <ul className="plain rows">
              {rows.map((one) => (
                <li key={one.id}>
                  <h2>
                    <Link href={`/agreement/${one.id}`}>{of(one.title)}</Link>
                  </h2>
                  <p className="muted">
                    <Mark shape={one.known === 'text' ? 'disc' : 'half'}>{t(`agreement.${one.known}`)}</Mark> —{' '}
                    {names.together(one.parties)} —{' '}
                    {t('agreement.obligations', { count: one.versions.at(-1)?.obligations.length ?? 0 })}
                    {one.versions.length > 1 && <> — {t('agreement.version', { version: n(one.versions.length) })}</>}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Asked>
      {(ceasefires.data?.rows ?? []).map((one) => (
        <Section
          key={one.id}
          id={`ceasefire-${one.id}`}
          title={of(one.title)}
          aside={<span className="muted">{t(`ceasefire.type.${one.type}`)}</span>}
        >
          <p>
            {t('ceasefire.from')} <Day iso={one.from} />
            {one.until && (
              <>
                {' '}
                {t('ceasefire.until')} <Day iso={one.until} />
              </>
            )}
            {one.sectors.length > 0 && <> — {one.sectors.map(names.place).join(t('comma'))}</>}
          </p>
          <p className="small muted">{t('ceasefire.by-acts')}</p>
          <ol className="trail">
            {one.acts.map((act) => (
              <li key={`${act.entry}${JSON.stringify(act.whose)}`}>
                <Mark shape={act.says === 'in-force' ? 'disc' : act.says === 'suspended' ? 'half' : 'ring'}>
                  {t(`ceasefire.${act.act}`)}
                </Mark>{' '}
                — <SideName side={act.whose} /> — <Instant iso={act.from} beside />
                {act.because && <Said quiet>{act.because}</Said>}
                <Rests basis={act.basis} entry={act.entry} />
              </li>
            ))}
          </ol>
          <Also
            audience={one.audience}
            acts={(['accept', 'extend', 'suspend', 'resume', 'end', 'contest', 'account'] as const).map(
              (act) => [`ceasefire.${act}`, { ceasefire: one.id }] as const,
            )}
          />
        </Section>
      ))}
    </Page>
  );
}
