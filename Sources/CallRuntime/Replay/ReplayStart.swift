import CallJournal

/// Where a replay begins: at the last restart whose snapshot can be read, else at the beginning. Inputs before it are in
/// the journal and nowhere else.
struct ReplayStart {
    /// The index of the restart's record; nil when the replay begins at the beginning.
    private(set) var index: Int?
    private(set) var record: JournalRecord?
    private(set) var restart: RestartRecord?
    private(set) var snapshot: SessionSnapshot?

    /// - Parameter last: only restarts before this record count.
    init(_ records: [JournalRecord], until last: Int = .max) {
        for index in records.indices.reversed() {
            guard case .restart(let restart) = records[index].body, records[index].seq < last,
                let read = SessionSnapshot(restart.snapshot)
            else { continue }
            (self.index, record, self.restart, snapshot) = (index, records[index], restart, read)
            return
        }
    }

    /// The index of the first record that is replayed.
    var next: Int { index.map { $0 + 1 } ?? 0 }
}

extension [JournalRecord] {
    /// How many inputs a replay of these takes.
    var replayCost: Int {
        self[ReplayStart(self).next...].count { $0.isInput && !$0.body.isInert }
    }
}
