// Findings: four separate statements, each with its own standard and with the position of every seat. Nothing here shows
// a finding without its dissents.

import type { DraftFinding, Finding, Position } from '@sulh/mechanism';
import { Link } from 'wouter';
import { useWords } from './i18n.tsx';
import { useNames } from './names.tsx';
import { Instant, Mark, Party, Said, type Shape, Sources, StandardMark } from './parts.tsx';

const SHAPE: Record<string, Shape> = {
  concur: 'disc',
  reservation: 'half',
  dissent: 'cross',
  abstain: 'ring',
  silent: 'dash',
};

export function PositionLine({
  position,
}: {
  position: Pick<Position, 'member' | 'organisation' | 'position' | 'words' | 'language' | 'entry'> & {
    readonly at?: string;
    readonly onDraft?: string;
  };
}) {
  const { t } = useWords();
  const names = useNames();
  return (
    <li className="position" data-hue={names.hue(position.organisation)} data-position={position.position}>
      <Mark shape={SHAPE[position.position] ?? 'ring'} strong={position.position === 'dissent'}>
        {t(`position.${position.position}`)}
      </Mark>{' '}
      — <Party id={position.organisation} member={position.member} />
      {position.at && (
        <>
          {' '}
          — <Instant iso={position.at} />
        </>
      )}
      {position.onDraft && <small className="muted"> ({t('position.earlier-draft')})</small>}{' '}
      {position.entry && <Sources entries={[position.entry]} />}
      {position.words && (
        <Said quiet {...(position.language ? { language: position.language } : {})}>
          {position.words}
        </Said>
      )}
    </li>
  );
}

/** What a finding is about: occurrence, breach, attribution or duty, in words. */
export function useFindingName(): (finding: DraftFinding) => string {
  const { t } = useWords();
  const names = useNames();
  return (finding) => {
    switch (finding.on) {
      case 'occurrence':
        return t('finding.occurrence');
      case 'breach':
        return t('finding.breach', { party: names.organisation(finding.party), obligation: finding.obligation });
      case 'attribution':
        return finding.to.kind === 'undetermined'
          ? t('finding.attribution.undetermined')
          : t('finding.attribution', {
              to: finding.to.kind === 'party' ? names.organisation(finding.to.organisation) : `“${finding.to.name}”`,
            });
      case 'duty':
        return t('finding.duty', {
          party: names.organisation(finding.party),
          duty: t(`duty.${finding.duty}`),
          answer: t(`duty.${finding.answer}`),
        });
    }
  };
}

export function FindingCard({
  finding,
  positions,
}: {
  finding: DraftFinding & Partial<Pick<Finding, 'drafted' | 'basis' | 'referred' | 'notJoint' | 'settled'>>;
  positions: readonly Position[];
}) {
  const { t, of } = useWords();
  const names = useNames();
  const name = useFindingName();
  const lowered = finding.drafted !== undefined && finding.drafted !== finding.standard;
  return (
    <article className="finding" data-on={finding.on}>
      <h3>{name(finding)}</h3>
      <p dir="auto" className="statement-words">
        {of(finding.statement)}
      </p>
      <p>
        <StandardMark standard={finding.standard} />
        {finding.basis && <> — {t(`basis.${finding.basis}`)}</>}
        {lowered && <> — {t('finding.lowered', { standard: names.standard(finding.drafted!) })}</>}
        {finding.referred && <> — {t('finding.referred')}</>}
      </p>
      {finding.notJoint?.map((one) => (
        <p key={one.organisation + one.why} className="notice">
          <Mark shape="triangle">
            {t(`not-joint.${one.why}`, { organisation: names.organisation(one.organisation) })}
          </Mark>{' '}
          {one.since && <Instant iso={one.since} />} {one.entry && <Sources entries={[one.entry]} />}
        </p>
      ))}
      <Said quiet>{finding.because}</Said>
      {finding.on === 'breach' && (
        <p className="small">
          <Link href={`/agreement/${finding.agreement}`}>{t('obligation')}</Link>{' '}
          <bdi dir="ltr" className="id">
            {finding.obligation}
          </bdi>
        </p>
      )}
      {finding.entries.length > 0 && (
        <p className="small">
          {t('finding.rests-on')} <Sources entries={finding.entries} />
        </p>
      )}
      {finding.settled && (
        <p>
          {t('finding.settled')} <Instant iso={finding.settled.at} /> <q dir="auto">{finding.settled.words}</q>
        </p>
      )}
      <h4>{t('finding.positions')}</h4>
      {positions.length === 0 ? (
        <p className="muted">{t('finding.no-positions')}</p>
      ) : (
        <ul className="plain positions">
          {positions.map((one) => (
            <PositionLine key={one.member} position={one} />
          ))}
        </ul>
      )}
    </article>
  );
}
