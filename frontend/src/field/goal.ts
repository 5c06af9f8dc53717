/** Where somebody goes: a contract of the list, or a parcel that nobody sent them to. */

import type { Json } from "./canonical";
import type { Task } from "./protocol";

/** A parcel picked on the map. */
export interface Plot {
  readonly parcel_no: string;
  readonly name: string | null;
  readonly contract_no: string | null;
  readonly boundary: Json;
}

export type Goal = Task | Plot;

export const isTask = (goal: Goal): goal is Task => "due" in goal;

/** What a record and a list call it. */
export const numberOf = (goal: Goal): string => (isTask(goal) ? goal.contract_no : goal.parcel_no);

/** The ground of it. */
export const boundariesOf = (goal: Goal): readonly Json[] =>
  isTask(goal) ? goal.parcels.map((parcel) => parcel.boundary) : [goal.boundary];

/** Whether one of its visits is overdue. */
export const isOverdue = (goal: Goal): boolean => isTask(goal) && goal.due[0]?.state === "overdue";

/** The list in the order of the way; a day that was taken along before there was one stays as it is. */
export const inOrder = (tasks: readonly Task[]): Task[] =>
  [...tasks].sort((one, other) => (one.route ?? 0) - (other.route ?? 0));
