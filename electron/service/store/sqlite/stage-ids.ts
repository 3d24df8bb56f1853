import type { Database } from 'better-sqlite3';

export interface StageIds {
  /** The stage's number; the stage is entered where it is new. Inside a transaction only. */
  of(stageArn: string): number;
  /** The stage's number if it is known. */
  find(stageArn: string): number | undefined;
  arn(id: number): string;
  /** A transaction was rolled back: numbers given out in it may not exist. */
  forget(): void;
}

/** Stage ARNs are long and few: rows carry a number, remembered here. */
export function prepareStageIds(db: Database): StageIds {
  const select = db.prepare('SELECT id FROM stages WHERE arn = ?').pluck();
  const insert = db.prepare('INSERT INTO stages (arn) VALUES (?)');
  const selectArn = db.prepare('SELECT arn FROM stages WHERE id = ?').pluck();
  const ids = new Map<string, number>();
  const arns = new Map<number, string>();

  const remember = (stageArn: string, id: number): number => {
    ids.set(stageArn, id);
    arns.set(id, stageArn);
    return id;
  };

  const find = (stageArn: string): number | undefined => {
    const known = ids.get(stageArn) ?? (select.get(stageArn) as number | undefined);
    return known === undefined ? undefined : remember(stageArn, known);
  };

  return {
    find,
    of: (stageArn) => find(stageArn) ?? remember(stageArn, Number(insert.run(stageArn).lastInsertRowid)),
    arn(id) {
      const known = arns.get(id) ?? (selectArn.get(id) as string);
      remember(known, id);
      return known;
    },
    forget() {
      ids.clear();
      arns.clear();
    },
  };
}
