// Members and terms: who may do what, by which key, and the rules that everybody signed.

import { SEATS } from '@sulh/mechanism';
import { useState } from 'react';
import { Link } from 'wouter';
import { Also } from './AnyAct.tsx';
import { useRows } from './api.ts';
import { Deed, Field } from './Deed.tsx';
import { type Key, useWords } from './i18n.tsx';
import { useMechanism, useNames } from './names.tsx';
import { Fact, Facts, Instant, LegalBasis, Mark, Page, Party, Said, Section, Sources } from './parts.tsx';
import { useMe } from './session.tsx';

export function Members() {
  const words = useWords();
  const { t, of, n } = words;
  const names = useNames();
  const mechanism = useMechanism();
  const { viewer } = useMe();
  const { terms } = mechanism;
  const participation = useRows('participation', { limit: 200 });
  const lost = useRows('successor', { limit: 200 });
  const [enrolling, setEnrolling] = useState(false);
  const away = (participation.data?.rows ?? []).filter((one) => one.status === 'absent');
  const lead = viewer?.seats.includes('lead');
  const rootOf = (id: string) => mechanism.organisations.find((one) => one.id === id)?.root;
  return (
    <Page
      title={t('nav.members')}
      lede={<p dir="auto">{of(terms.purpose)}</p>}
      wide
      actions={
        lead && (
          <>
            <button type="button" aria-expanded={enrolling} onClick={() => setEnrolling(!enrolling)}>
              {t('member.enrol')}
            </button>
            <Link href="/terms" className="button">
              {t('terms.change')}
            </Link>
          </>
        )
      }
    >
      {enrolling && viewer && (
        <Deed
          kind="member.enrol"
          audience="public"
          body={(form) => ({
            member: `${viewer.organisation}/${form.get('member')}`,
            key: String(form.get('key')).trim(),
            seats: form.getAll('seat'),
          })}
          done={() => setEnrolling(false)}
        >
          <Field name="member" label={t('sign-in.new.device')} dir="ltr" required pattern="[a-z0-9][a-z0-9\-]{0,62}" />
          <Field name="key" label={t('member.vkey')} dir="ltr" required maxLength={400} />
          <fieldset>
            <legend>{t('seats')}</legend>
            <div className="choices">
              {SEATS.map((one) => (
                <label key={one} className="choice-box">
                  <input type="checkbox" name="seat" value={one} /> {names.seat(one)}
                </label>
              ))}
            </div>
          </fieldset>
        </Deed>
      )}
      <Also
        audience="public"
        acts={[
          ['member.revoke', {}],
          ['member.rotate', {}],
        ]}
      />
      <Also
        audience="members"
        acts={[
          ['participation.note', {}],
          ['participation.answer', {}],
        ]}
      />
      {(lost.data?.rows ?? [])
        .filter((one) => one.status === 'open' && rootOf(one.organisation) === one.lost)
        .map((one) => (
          <div key={one.id} className="notice">
            <Mark shape="triangle" strong>
              {t('brief.overnight.root', {
                organisation: names.organisation(one.organisation),
                due: `${words.day(one.from, true)} ${words.time(one.from)} UTC`,
              })}
            </Mark>
            <Said quiet>{one.reason}</Said> <Sources entries={one.entries} />
            {viewer?.organisation === one.organisation && (
              <Also audience="public" acts={[['root.object', { proposal: one.id }]]} />
            )}
          </div>
        ))}
      {away.map((one) => (
        <p key={one.id} className="notice">
          <Mark shape="triangle" strong>
            {t('not-joint', { organisation: names.organisation(one.organisation) })}
          </Mark>{' '}
          <Instant iso={one.left.at} /> — {t(`absent.${one.how}`)}
          {one.because && <Said quiet>{one.because}</Said>} <Sources entries={one.entries} />
        </p>
      ))}
      <Section title={t('organisations')}>
        <div className="key-groups">
          {(['party', 'guarantor', 'observer'] as const).flatMap((role) => {
            const ids =
              role === 'party'
                ? names.parties
                : terms.organisations.filter((one) => one.role === role).map((one) => one.id);
            return ids.map((id) => (
              <div key={id} className="key-group" data-hue={names.hue(id)}>
                <h3>
                  <Party id={id} />
                </h3>
                <p className="small muted">
                  {t(`role.${role}`)}
                  {terms.chair === id && (
                    <>
                      {t('comma')}
                      {t('seat.chair')}
                    </>
                  )}
                </p>
                <ul className="plain small">
                  {mechanism.members
                    .filter((one) => one.organisation === id)
                    .map((one) => (
                      <li key={one.id}>
                        <Mark shape={one.status === 'enrolled' ? 'disc' : 'cross'}>
                          {one.title ? of(one.title) : one.seats.map(names.seat).join(t('comma'))}
                          {one.status === 'revoked' && <> ({t('member.revoked')})</>}
                        </Mark>{' '}
                        <bdi className="id muted" dir="ltr">
                          {one.id}
                        </bdi>
                      </li>
                    ))}
                </ul>
              </div>
            ));
          })}
        </div>
      </Section>
      <Section title={t('terms')} aside={<Sources entries={terms.entries} />}>
        <Facts>
          <Fact name={t('terms.clocks')}>
            <ul className="plain">
              {Object.entries(terms.clocks).map(([clock, hours]) => (
                <li key={clock}>
                  {t(`clock.${clock}` as Key)}: {t('hours', { count: hours })}
                </li>
              ))}
            </ul>
          </Fact>
          <Fact name={t('terms.deadlock')}>{t(`deadlock.${terms.deadlock}`)}</Fact>
          <Fact name={t('terms.breach-standard')}>{names.standard(terms.breachStandard)}</Fact>
          <Fact name={t('terms.bulletin')}>
            {t('terms.approvals', {
              count: terms.bulletin.approvals,
              seats: terms.bulletin.seats.map(names.seat).join(t('comma')),
            })}
          </Fact>
          <Fact name={t('terms.order')}>{t(`order.${terms.partyOrder}`)}</Fact>
          <Fact name={t('terms.generalise')}>
            {t('terms.generalise.value', {
              km: n(terms.generalise.km),
              hours: n(terms.generalise.hours),
              count: n(terms.generalise.minCount),
            })}
          </Fact>
          <Fact name={t('terms.map')}>
            <span dir="auto">{of(terms.mapDisclaimer)}</span>
          </Fact>
          <Fact name={t('terms.witnesses')}>
            {terms.witnessPolicy ? <pre dir="ltr">{terms.witnessPolicy}</pre> : t('terms.witnesses.none')}
          </Fact>
          <LegalBasis of={terms.basis} />
        </Facts>
        {terms.lexicon.length > 0 && (
          <details>
            <summary>{t('terms.lexicon')}</summary>
            <ul>
              {terms.lexicon.map((one) => (
                <li key={one.language + one.word}>
                  <q lang={one.language}>{one.word}</q>
                  {one.instead && (
                    <>
                      {' '}
                      → <bdi lang={one.language}>{one.instead}</bdi>
                    </>
                  )}
                </li>
              ))}
            </ul>
          </details>
        )}
      </Section>
      <Section title={t('places')}>
        <ul className="plain columns">
          {terms.places.map((one) => (
            <li key={one.id}>
              <b>
                <bdi>{of(one.name)}</bdi>
              </b>{' '}
              <span className="muted small">
                {t(`place.${one.kind}`)} — <bdi>{one.source}</bdi>
                {one.note && (
                  <>
                    {' — '}
                    <span dir="auto">{of(one.note)}</span>
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      {lead && <Participation />}
    </Page>
  );
}

/** Saying that one’s own organisation is away, or back. It is recorded, and stops nothing. */
function Participation() {
  const { t } = useWords();
  const { viewer } = useMe();
  const rows = useRows('participation', { limit: 200 });
  const absent = rows.data?.rows.find((one) => one.organisation === viewer?.organisation && one.status === 'absent');
  return (
    <Section title={t('participation')}>
      <p className="small muted">{t('participation.lede')}</p>
      {absent ? (
        <Deed
          kind="participation.resume"
          quiet
          audience={absent.audience}
          refs={[absent.id]}
          label={t('participation.resume')}
          body={{}}
        />
      ) : (
        <details>
          <summary>{t('participation.leave')}</summary>
          <Deed kind="participation.leave" audience="members" body={{}}>
            <div className="choices">
              {(['mechanism', 'teams', 'talks', 'bulletins'] as const).map((one) => (
                <label key={one} className="choice-box">
                  <input type="checkbox" name="scopes" value={one} /> {t(`scope.${one}`)}
                </label>
              ))}
            </div>
            <label className="field">
              {t('participation.how')}
              <select name="how">
                {(['walk-out', 'suspension', 'strike', 'unable'] as const).map((one) => (
                  <option key={one} value={one}>
                    {t(`absent.${one}`)}
                  </option>
                ))}
              </select>
            </label>
            <Field name="because" label={t('because')} long />
          </Deed>
        </details>
      )}
      <p className="small">
        <Link href="/record">{t('nav.record')}</Link>
      </p>
    </Section>
  );
}
