#!/bin/bash
# Brings a mesh up, then down in the order that the argument names. Stops at the first command that fails.
set -euo pipefail
cd "$(dirname "$0")"

# create NOUN MEMBER [OPTION]...: prints the new resource's uid, and fails where there is none.
create() {
  local uid
  uid=$(aws appmesh "create-$1" --mesh-name "$MESH_NAME" "${@:3}" --query "$2.metadata.uid" --output text)
  [ -n "$uid" ] && [ "$uid" != None ]
  echo "created $1 $uid"
}

# delete NOUN MEMBER [OPTION]...: fails unless the answer says that the resource is gone.
delete() {
  local status
  status=$(aws appmesh "delete-$1" --mesh-name "$MESH_NAME" "${@:3}" --query "$2.status.status" --output text)
  [ "$status" = DELETED ]
}

up() {
  create mesh mesh --cli-input-json file://mesh.json
  create virtual-node virtualNode --cli-input-json file://node.json --virtual-node-name blue
  create virtual-node virtualNode --cli-input-json file://node.json --virtual-node-name red
  create virtual-router virtualRouter --cli-input-json file://router.json
  create route route --cli-input-json file://route.json
  create virtual-service virtualService --cli-input-json file://service.json
  create virtual-gateway virtualGateway --cli-input-json file://gateway.json
  create gateway-route gatewayRoute --cli-input-json file://gateway-route.json
}

delete_service() {
  delete virtual-service virtualService --virtual-service-name color.walkthrough.local
}

delete_route() {
  delete route route --virtual-router-name color-router --route-name color-route
}

down() {
  delete gateway-route gatewayRoute --virtual-gateway-name color-gateway --gateway-route-name color-gateway-route
  delete virtual-gateway virtualGateway --virtual-gateway-name color-gateway
  case $1 in
    services-first) delete_service; delete_route ;;
    routes-first) delete_route; delete_service ;;
  esac
  delete virtual-router virtualRouter --virtual-router-name color-router
  delete virtual-node virtualNode --virtual-node-name red
  delete virtual-node virtualNode --virtual-node-name blue
  delete mesh mesh
  echo "down $1"
}

up
down "$1"
