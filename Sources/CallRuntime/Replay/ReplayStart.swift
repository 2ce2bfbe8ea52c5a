import CallJournal

/// Where a replay begins: at the last restart whose snapshot can be read, else at the beginning. Inputs before it are in
/// the journal and nowhere else.
struct ReplayStart {
    /// A restart, with what the runtime knew then.
    struct Restart {
        var record: JournalRecord
        var restart: RestartRecord
        var snapshot: SessionSnapshot
    }

    /// Nil when the replay begins at the beginning.
    let restart: Restart?
    /// The index of the first record that is replayed.
    let next: Int
    /// How many inputs are replayed.
    let cost: Int

    /// - Parameter last: only restarts before this record count.
    init(_ records: [JournalRecord], until last: Int = .max) {
        var found: (index: Int, restart: Restart)?
        for index in records.indices.reversed() {
            guard case .restart(let restart) = records[index].body, records[index].seq < last,
                let snapshot = SessionSnapshot(restart.snapshot)
            else { continue }
            found = (index, Restart(record: records[index], restart: restart, snapshot: snapshot))
            break
        }
        restart = found?.restart
        next = found.map { $0.index + 1 } ?? 0
        cost = records[next...].count { $0.isInput && !$0.body.isInert }
    }
}
