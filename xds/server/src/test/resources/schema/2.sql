CREATE TABLE schema_version (version INTEGER NOT NULL)

INSERT INTO schema_version VALUES (2)

CREATE TABLE mesh (
  name TEXT PRIMARY KEY,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID

CREATE TABLE resource (
  mesh TEXT NOT NULL,
  kind TEXT NOT NULL,
  parent TEXT NOT NULL,
  name TEXT NOT NULL,
  uid TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  mesh_owner TEXT NOT NULL,
  resource_owner TEXT NOT NULL,
  spec TEXT NOT NULL,
  tags TEXT NOT NULL,
  PRIMARY KEY (mesh, kind, parent, name)
) STRICT, WITHOUT ROWID

CREATE TABLE client_token (
  scope TEXT NOT NULL,
  token TEXT NOT NULL,
  used_at INTEGER NOT NULL,
  request TEXT NOT NULL,
  mesh TEXT NOT NULL,
  kind TEXT NOT NULL,
  parent TEXT NOT NULL,
  name TEXT NOT NULL,
  uid TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  mesh_owner TEXT NOT NULL,
  resource_owner TEXT NOT NULL,
  spec TEXT NOT NULL,
  tags TEXT NOT NULL,
  PRIMARY KEY (scope, token)
) STRICT, WITHOUT ROWID

CREATE INDEX client_token_used_at ON client_token (used_at)

CREATE TABLE history (
  mesh TEXT NOT NULL,
  kind TEXT NOT NULL,
  parent TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  uid TEXT NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  principal TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,
  spec TEXT NOT NULL,
  PRIMARY KEY (mesh, kind, parent, name, created_at, uid, version)
) STRICT, WITHOUT ROWID

CREATE TABLE audit (
  mesh TEXT NOT NULL,
  version INTEGER NOT NULL,
  part INTEGER NOT NULL,
  at INTEGER NOT NULL,
  principal TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,
  kind TEXT NOT NULL,
  parent TEXT NOT NULL,
  name TEXT NOT NULL,
  uid TEXT NOT NULL,
  before INTEGER,
  after INTEGER,
  PRIMARY KEY (mesh, version, part)
) STRICT, WITHOUT ROWID

CREATE TRIGGER audit_is_not_updated BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END

CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (
  SELECT 1 FROM audit
  WHERE mesh = NEW.mesh AND version = NEW.version AND part = NEW.part)
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END

CREATE TABLE access_key (
  id TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  meshes TEXT NOT NULL,
  secret TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID

INSERT INTO mesh VALUES ('gone', 2)

INSERT INTO mesh VALUES ('shop', 6)

INSERT INTO resource VALUES ('shop', 'Mesh', '', 'shop', '00000000-0000-4000-8000-000000000001', 1, 1790812800000, 1790812800000, '123456789012', '123456789012', '{}', '[]')

INSERT INTO resource VALUES ('shop', 'VirtualNode', '', 'red', '00000000-0000-4000-8000-000000000002', 2, 1790812801000, 1790812805000, '123456789012', '123456789012', '{"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}],"serviceDiscovery":{"dns":{"hostname":"red.local"}}}', '[{"key":"team","value":"red"}]')

INSERT INTO resource VALUES ('shop', 'VirtualRouter', '', 'colors', '00000000-0000-4000-8000-000000000003', 1, 1790812802000, 1790812802000, '123456789012', '123456789012', '{}', '[]')

INSERT INTO resource VALUES ('shop', 'Route', 'colors', 'all', '00000000-0000-4000-8000-000000000004', 1, 1790812803000, 1790812803000, '123456789012', '123456789012', '{"httpRoute":{"match":{"prefix":"/"},"action":{"weightedTargets":[{"virtualNode":"red","weight":1}]}}}', '[]')

INSERT INTO resource VALUES ('shop', 'VirtualService', '', 'colors.local', '00000000-0000-4000-8000-000000000005', 1, 1790812804000, 1790812804000, '123456789012', '123456789012', '{"provider":{"virtualRouter":{"virtualRouterName":"colors"}}}', '[]')

INSERT INTO client_token VALUES ('alice' || char(10) || 'update' || char(10) || 'shop' || char(10) || 'virtualNode/red', 'token', 1790812805000, 'fingerprint', 'shop', 'VirtualNode', '', 'red', '00000000-0000-4000-8000-000000000002', 2, 1790812801000, 1790812805000, '123456789012', '123456789012', '{"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}],"serviceDiscovery":{"dns":{"hostname":"red.local"}}}', '[{"key":"team","value":"red"}]')

INSERT INTO history VALUES ('gone', 'Mesh', '', 'gone', 1790812791000, '00000000-0000-4000-8000-000000000009', 1, 1790812791000, 'alice', '192.0.2.1:5', 'create', '{}')

INSERT INTO history VALUES ('gone', 'Mesh', '', 'gone', 1790812791000, '00000000-0000-4000-8000-000000000009', 2, 1790812792000, 'alice', '192.0.2.1:5', 'delete', '{}')

INSERT INTO history VALUES ('shop', 'Mesh', '', 'shop', 1790812800000, '00000000-0000-4000-8000-000000000001', 1, 1790812800000, 'alice', '192.0.2.1:5', 'create', '{}')

INSERT INTO history VALUES ('shop', 'VirtualNode', '', 'red', 1790812801000, '00000000-0000-4000-8000-000000000002', 1, 1790812801000, 'alice', '192.0.2.1:5', 'create', '{"listeners":[{"portMapping":{"port":80,"protocol":"http"}}],"serviceDiscovery":{"dns":{"hostname":"red.local"}}}')

INSERT INTO history VALUES ('shop', 'VirtualNode', '', 'red', 1790812801000, '00000000-0000-4000-8000-000000000002', 2, 1790812805000, 'bob', '', 'update', '{"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}],"serviceDiscovery":{"dns":{"hostname":"red.local"}}}')

INSERT INTO history VALUES ('shop', 'VirtualRouter', '', 'colors', 1790812802000, '00000000-0000-4000-8000-000000000003', 1, 1790812802000, 'alice', '192.0.2.1:5', 'create', '{}')

INSERT INTO history VALUES ('shop', 'Route', 'colors', 'all', 1790812803000, '00000000-0000-4000-8000-000000000004', 1, 1790812803000, 'alice', '192.0.2.1:5', 'create', '{"httpRoute":{"match":{"prefix":"/"},"action":{"weightedTargets":[{"virtualNode":"red","weight":1}]}}}')

INSERT INTO history VALUES ('shop', 'VirtualService', '', 'colors.local', 1790812804000, '00000000-0000-4000-8000-000000000005', 1, 1790812804000, 'alice', '192.0.2.1:5', 'create', '{"provider":{"virtualRouter":{"virtualRouterName":"colors"}}}')

INSERT INTO audit VALUES ('gone', 1, 0, 1790812791000, 'alice', '192.0.2.1:5', 'create', 'Mesh', '', 'gone', '00000000-0000-4000-8000-000000000009', NULL, 1)

INSERT INTO audit VALUES ('gone', 2, 0, 1790812792000, 'alice', '192.0.2.1:5', 'delete', 'Mesh', '', 'gone', '00000000-0000-4000-8000-000000000009', 1, NULL)

INSERT INTO audit VALUES ('shop', 1, 0, 1790812800000, 'alice', '192.0.2.1:5', 'create', 'Mesh', '', 'shop', '00000000-0000-4000-8000-000000000001', NULL, 1)

INSERT INTO audit VALUES ('shop', 2, 0, 1790812801000, 'alice', '192.0.2.1:5', 'create', 'VirtualNode', '', 'red', '00000000-0000-4000-8000-000000000002', NULL, 1)

INSERT INTO audit VALUES ('shop', 3, 0, 1790812802000, 'alice', '192.0.2.1:5', 'create', 'VirtualRouter', '', 'colors', '00000000-0000-4000-8000-000000000003', NULL, 1)

INSERT INTO audit VALUES ('shop', 4, 0, 1790812803000, 'alice', '192.0.2.1:5', 'create', 'Route', 'colors', 'all', '00000000-0000-4000-8000-000000000004', NULL, 1)

INSERT INTO audit VALUES ('shop', 5, 0, 1790812804000, 'alice', '192.0.2.1:5', 'create', 'VirtualService', '', 'colors.local', '00000000-0000-4000-8000-000000000005', NULL, 1)

INSERT INTO audit VALUES ('shop', 6, 0, 1790812805000, 'bob', '', 'update', 'VirtualNode', '', 'red', '00000000-0000-4000-8000-000000000002', 1, 2)

INSERT INTO access_key VALUES ('AKIA0000000000000001', 'editor', 'shop' || char(10) || 'new', 'sealed', 'for alice', 1790812800000)
