import type { IntacctProject } from '../../domain/construction-records';
import { causeKey } from '../../domain/exception';
import { mapProject, type ProjectReferences } from '../../mappings/assignar-records/project-to-work-order';
import { whyFiltered } from '../../mappings/assignar-records/why-filtered';
import type { AssignarReaders, AssignarRecordKind, FoundInIntacct } from './assignar-record-kind';

// Deeper than any project is divided; beyond it something leads round.
const parentsMax = 20;

/** Projects are projects, and the work orders under which their shifts are. */
export const projectKind: AssignarRecordKind = {
  object: 'PROJECT',
  targets: ['project', 'work-order'],
  async read(readers, ids) {
    return (await readers.construction.readProjects(ids)).map((project) => foundProject(readers, project));
  },
  async list(readers, after, limit) {
    const page = await readers.construction.listProjects(after, limit);
    const found = page.map((project) => foundProject(readers, project));
    return { found, rows: page.length, reached: page.at(-1)?.recordNumber ?? null };
  },
};

function foundProject({ profile }: AssignarReaders, project: IntacctProject): FoundInIntacct {
  const { projectId: id, recordNumber, modifiedAt, isActive } = project;
  return {
    id,
    recordNumber,
    modifiedAt,
    whyNot: whyProjectFiltered({ profile }, project),
    masters: [{ object: 'PROJECT', record: project }],
    causes: isActive ? [causeKey.project(id)] : [],
    async map(readers) {
      const mapped = mapProject(project, profile, await referencesOf(readers, project));
      if (mapped.kind === 'exceptions') return mapped;
      const { workOrder } = mapped;
      return {
        wanted: [
          () => mapped.project,
          (made) => ({ ...workOrder, fields: { ...workOrder.fields, projectId: made.get('project') ?? null } }),
        ],
      };
    },
  };
}

function whyProjectFiltered({ profile }: Pick<AssignarReaders, 'profile'>, project: IntacctProject): string | null {
  const { projectId: id, projectStatus: progress } = project;
  return whyFiltered({ ...project, id, progress }, profile.filters.projects);
}

async function referencesOf(readers: AssignarReaders, project: IntacctProject): Promise<ProjectReferences> {
  const { customerId, parentId } = project;
  const clientId = customerId === null ? null : await readers.referenceTo('client', 'CUSTOMER', customerId);
  if (parentId === null) return { clientId, parentProjectId: null, isParentLeftOut: false, parentLoop: null };
  const parentProjectId = await readers.referenceTo('project', 'PROJECT', parentId);
  // A parent that Assignar has leads nowhere wrong; only one that is not there is followed upwards.
  if (parentProjectId !== null) return { clientId, parentProjectId, isParentLeftOut: false, parentLoop: null };
  const parents = await followParents(readers, project);
  const [parent] = parents.chain;
  return {
    clientId,
    parentProjectId,
    isParentLeftOut: parent !== undefined && whyProjectFiltered(readers, parent) !== null,
    parentLoop: parents.endsInLoop ? parents.ids : null,
  };
}

/** The parents upwards as Intacct has them now; a read each. */
async function followParents({ construction }: AssignarReaders, project: IntacctProject) {
  const ids: string[] = [];
  const chain: IntacctProject[] = [];
  for (let next = project.parentId; next !== null; ) {
    const isKnown = next === project.projectId || ids.includes(next);
    ids.push(next);
    if (isKnown || ids.length > parentsMax) return { ids, chain, endsInLoop: true };
    const [parent] = await construction.readProjects([next]);
    if (parent === undefined) break;
    chain.push(parent);
    next = parent.parentId;
  }
  return { ids, chain, endsInLoop: false };
}
