/// Opens the journal that an address names.
public enum JournalStore {
    /// - Parameter key: seals what the store holds; for stores that outlive the process.
    public static func open(
        _ address: StoreAddress, key: JournalKey? = nil
    ) throws(JournalFault) -> any CallJournal {
        switch address {
        case .memory:
            // What a person wants hidden from the disk is not on it.
            return MemoryJournal()
        case .sqlite(let path):
            return try SQLiteJournal(path: path, key: key)
        case .postgres:
            throw JournalFault(
                isPassing: false, "stores of the kind postgres:// cannot be used yet; write sqlite:PATH")
        }
    }
}
