// An act that several sign: who else is asked, and how the signed draft gets to them. See docs/decisions, drafts.

import { kindOf, type Seat } from '@sulh/mechanism';
import { memberOf, type NoteSignature, Problem } from '@sulh/record';
import { useQueryClient } from '@tanstack/react-query';
import { apiPath, askJson, useHere, useReading } from './api.ts';
import { useWords } from './i18n.tsx';
import { type HeldKey, keyIn, memberOfKey, ofText } from './keys.ts';
import { useMechanism, useNames } from './names.tsx';
import { Party } from './parts.tsx';
import { useMe, type Viewer } from './session.tsx';

/** A draft as the host lists it for the reader. */
export interface DraftRow {
  readonly id: string;
  readonly by: string;
  readonly asked: readonly string[];
  readonly opened: string;
  readonly expires: string;
  readonly kind: string;
  readonly entry: string;
  readonly signed: readonly string[];
  readonly waits: boolean;
}
export interface DraftWhole extends DraftRow {
  readonly note: string;
  /** Why the rules would refuse it if it were sent now; null when they would take it. */
  readonly refusal: { readonly code: string; readonly detail: string } | null;
}

/** The drafts that the reader opened or is asked to sign. */
export function useDrafts() {
  const { viewer } = useMe();
  return useReading<{ drafts: readonly DraftRow[] }>('drafts', {}, viewer !== undefined);
}

/** Passes a signed note on through the host to the members who are asked. */
export function usePass(): (note: string, asked: readonly string[]) => Promise<DraftRow> {
  const here = useHere();
  const client = useQueryClient();
  return async (note, asked) => {
    const row = await askJson<DraftRow>(apiPath(here.record, 'drafts', { asked: asked.join(',') }), here.language, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: note,
    });
    await client.invalidateQueries({ queryKey: [here.record, 'drafts'] });
    return row;
  };
}

/** Whether the reader signs this kind with the organisation’s root key, having no seat that signs it. */
export function needsRoot(kind: string, viewer: Viewer): boolean {
  const seats = kindOf(kind)?.seats ?? [];
  return seats.includes('root') && viewer.seats.length > 0 && !viewer.seats.some((one) => seats.includes(one as Seat));
}

/** The key that signs: the root key from the form's file, which is kept nowhere, or the reader's own. */
export async function signerIn(
  form: FormData,
  origin: string,
  viewer: Viewer,
  own: HeldKey | undefined,
): Promise<HeldKey | undefined> {
  const file = form.get('root-key');
  if (!(file instanceof File) || file.size === 0) return own;
  const key = ofText(await keyIn(file));
  if (memberOfKey(origin, key).split('/')[0] !== viewer.organisation) throw new Problem('bad-key', { why: 'other' });
  return key;
}

export function RootKey() {
  const { t } = useWords();
  return (
    <label className="field">
      <span className="field-name">{t('joint.root')}</span>
      <input type="file" name="root-key" required />
      <small className="muted">{t('joint.root.hint')}</small>
    </label>
  );
}

/** Kinds that one signature alone never makes. */
const NEVER_ALONE = ['terms.adopt', 'case.settle', 'talks.minutes', 'handover.receipt', 'bulletin.withdraw'];

/** Who else may sign a kind, by organisation; boxes to tick. `audience` leaves out those for whom it is not. */
export function Cosigners({
  kind,
  audience,
  asking,
}: {
  kind: string;
  audience?: 'public' | 'members' | readonly string[];
  /** Told whether anybody is asked. */
  asking: (anybody: boolean) => void;
}) {
  const { t } = useWords();
  const names = useNames();
  const { terms, members } = useMechanism();
  const { viewer } = useMe();
  const seats = kindOf(kind)?.seats ?? [];
  const may = members.filter(
    (one) =>
      one.status === 'enrolled' &&
      one.id !== viewer?.member &&
      (one.seats.some((seat) => seats.includes(seat)) || (seats.includes('root') && one.seats.includes('lead'))) &&
      (audience === undefined || typeof audience === 'string' || audience.includes(one.organisation)),
  );
  return (
    <details
      className="cosigners"
      open={NEVER_ALONE.includes(kind)}
      onChange={(event) => asking(event.currentTarget.querySelector(':checked') !== null)}
    >
      <summary>{t('joint.who')}</summary>
      <p className="small muted">{t('joint.lede')}</p>
      <div className="key-groups">
        {[...names.parties, ...terms.organisations.map((one) => one.id).filter((one) => !names.parties.includes(one))]
          .filter((id) => may.some((one) => one.organisation === id))
          .map((id) => (
            <div key={id} data-hue={names.hue(id)}>
              <Party id={id} />
              {may
                .filter((one) => one.organisation === id)
                .map((one) => (
                  <label key={one.id} className="choice-box">
                    <input type="checkbox" name="cosigner" value={one.id} /> <span>{names.member(one.id)}</span>
                  </label>
                ))}
            </div>
          ))}
      </div>
    </details>
  );
}

/** The members who signed a note, by the names of their keys. */
export const signersOf = (origin: string, signatures: readonly NoteSignature[]): string[] =>
  signatures.map(({ name }) => {
    const member = memberOf(origin, name);
    return member ? `${member.organisation}/${member.seat}` : name;
  });
