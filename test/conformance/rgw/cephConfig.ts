/** What differs between two clusters. */
export interface CephConfigOptions {
  /** Holds everything the cluster writes. */
  readonly directory: string;
  /** The cluster's UUID. */
  readonly fsid: string;
  /** Addresses of the only monitor, such as `[v2:127.0.0.1:3300,v1:127.0.0.1:6789]`. */
  readonly monitors: string;
  readonly gatewayPort: number;
  /** The shortest session STS gives, seconds. */
  readonly minSessionSeconds: number;
}

/** @returns the `ceph.conf` of a cluster of one machine that keeps its objects in memory and listens on 127.0.0.1 only */
export function cephConfig({ directory, fsid, monitors, gatewayPort, minSessionSeconds }: CephConfigOptions): string {
  return `[global]
fsid = ${fsid}
mon host = ${monitors}
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
# The gateway asks for encryption by default, which is not possible without authentication.
ms mon client mode = crc
ms mon service mode = crc
ms mon cluster mode = crc
ms client mode = crc
ms service mode = crc
ms cluster mode = crc
run dir = ${directory}/run
pid file = ${directory}/run/$name.pid
admin socket = ${directory}/run/$name.$pid.asok
log file = ${directory}/log/$name.log
crash dir = ${directory}/log
mon cluster log file = ${directory}/log/cluster.log
# One copy of everything is enough for a test.
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
# A nearly full disk is no reason to refuse work.
mon data avail warn = 1
mon data avail crit = 1
# Start in about 2 seconds instead of 11.
paxos propose interval = 0.05
paxos min wait = 0.01
mon tick interval = 1
[mon]
mon data = ${directory}/mon/$id
[osd]
osd data = ${directory}/osd/$id
osd objectstore = memstore
memstore device bytes = 2G
[client]
keyring = ${directory}/none
[client.rgw]
rgw data = ${directory}/rgw
rgw frontends = beast endpoint=127.0.0.1:${gatewayPort}
# Encrypts session tokens: 16 characters, worth nothing outside this cluster.
rgw sts key = conformance-only
rgw s3 auth use sts = true
rgw sts min session duration = ${minSessionSeconds}
rgw thread pool size = 32
rgw num rados handles = 1
rgw gc max objs = 1
rgw lc max objs = 1
`;
}
