/** Jest with swc. Servers that tests need are started by the tests themselves, on free ports (test/postgres.ts, test/temporal.ts). */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  globalSetup: '<rootDir>/test/run-start.ts',
  globalTeardown: '<rootDir>/test/run-end.ts',
  testTimeout: 120_000,
  maxWorkers: 2,
};
