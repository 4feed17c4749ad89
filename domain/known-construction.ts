/** The worker's employee in Intacct, as far as it decides where hours go. Dates YYYY-MM-DD. */
export interface KnownEmployee {
  employeeId: string;
  /** Of hours whose role the profile gives none. */
  earningTypeName: string | null;
  isActive: boolean;
  startDate: string | null;
  endDate: string | null;
  departmentId: string | null;
  locationId: string | null;
}

/** The shift's project in Intacct. */
export interface KnownProject {
  projectId: string;
  isActive: boolean;
  locationId: string | null;
}

/** A task of a project in Intacct; the same id may stand in many projects. */
export interface KnownTask {
  taskId: string;
  projectId: string;
  isActive: boolean;
}

/** An item of labour or equipment in Intacct. */
export interface KnownItem {
  itemId: string;
  isActive: boolean;
}

/** When another sheet of the worker is from and to, ISO 8601 in UTC. */
export interface KnownSheet {
  documentKey: string;
  startsAtUtc: string;
  endsAtUtc: string;
}

/** What the hub knows of the records that a timesheet names, and of the worker's other sheets. */
export interface KnownConstruction {
  /** Null: Intacct has no employee by the worker's id. */
  employee: KnownEmployee | null;
  /** Whom the hub wrote down the worker to be, whatever id it bears by now; null: nobody. */
  linkedEmployeeId: string | null;
  /** Null: Intacct has no project by the external id. */
  project: KnownProject | null;
  /** All tasks, of any project, that have the id of one of the sheet's activities or of the profile's task for unallocated time. */
  tasks: readonly KnownTask[];
  /** All items that have the id of the sheet's role or of one of its assets. */
  items: readonly KnownItem[];
  /** Sheets that may overlap with this one in time. */
  otherSheets: readonly KnownSheet[];
}
