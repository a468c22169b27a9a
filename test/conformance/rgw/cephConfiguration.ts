/** What the daemons of one throw-away Ceph cluster share. */
export interface Cluster {
  /** Everything the cluster writes. */
  readonly directory: string;
  readonly fsid: string;
  /** Port of the monitor's v2 protocol; its v1 protocol has the next one. */
  readonly monitorPort: number;
  readonly gatewayPort: number;
  /** Shortest session that STS gives, in seconds. */
  readonly minSessionSeconds: number;
}

/** Address of the monitor as Ceph writes it. */
export function monitorAddress({ monitorPort }: Cluster): string {
  return `[v2:127.0.0.1:${monitorPort},v1:127.0.0.1:${monitorPort + 1}]`;
}

/** The text of `ceph.conf`: one monitor, one OSD in memory, one gateway, on loopback and without Ceph's own authentication. */
export function cephConfiguration(cluster: Cluster): string {
  const { directory } = cluster;
  return `[global]
fsid = ${cluster.fsid}
mon host = ${monitorAddress(cluster)}
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
# radosgw asks for the secure mode, which does not exist without Ceph's authentication.
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
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail warn = 1
mon data avail crit = 1
# With the defaults the start takes ten seconds longer.
paxos propose interval = 0.05
paxos min wait = 0.01
mon tick interval = 1
[mon]
mon data = ${directory}/mon
[osd]
osd data = ${directory}/osd
osd objectstore = memstore
memstore device bytes = 2G
[client]
keyring = ${directory}/none
[client.rgw]
rgw data = ${directory}/rgw
rgw frontends = beast endpoint=127.0.0.1:${cluster.gatewayPort}
rgw sts key = abcdefghijklmnop
rgw s3 auth use sts = true
rgw sts min session duration = ${cluster.minSessionSeconds}
rgw thread pool size = 32
rgw num rados handles = 1
rgw gc max objs = 1
rgw lc max objs = 1
`;
}
