import { Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { temporal } from '@temporalio/proto';
import { definedVariables } from './connect';
import { searchAttributes } from './search-attributes';

export interface SearchAttributeRegistration {
  registered: string[];
  /** Were there before. */
  present: string[];
}

/**
 * Registers the hub's search attributes, all keywords, in the namespace that Temporal's environment configuration names; repeating it is harmless.
 * Throws when an attribute of the same name has another type, or the server refuses (Temporal Cloud: by its own console).
 */
export async function registerSearchAttributes(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<SearchAttributeRegistration> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({
    overrideEnvVars: definedVariables(environment),
  });
  const connection = await Connection.connect(connectionOptions);
  try {
    const keyword = temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const names = searchAttributes.map(({ name }) => name);
    const otherwise = names.filter((name) => name in customAttributes && customAttributes[name] !== keyword);
    if (otherwise.length > 0) {
      throw new Error(`namespace ${namespace} has ${otherwise.join(', ')} as another type: expected Keyword`);
    }
    const missing = names.filter((name) => !(name in customAttributes));
    if (missing.length > 0) {
      const wanted = Object.fromEntries(missing.map((name) => [name, keyword]));
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: wanted });
    }
    return { registered: missing, present: names.filter((name) => name in customAttributes) };
  } finally {
    await connection.close();
  }
}
