import Glibc

/// The names in one folder, sorted, with what the folder itself knows about them.
enum FolderListing {
    struct Entry {
        let name: [UInt8]
        let type: Int
        let takesSpecs: Bool

        var isHidden: Bool { name.first == UInt8(ascii: ".") }
        var isLink: Bool { type == Int(DT_LNK) }

        /// A Lua file that is not a spec, unless specs are wanted too.
        var isSource: Bool { ends(with: ".lua") && (takesSpecs || !ends(with: "_spec.lua")) }

        /// False for a plain file that is no source; anything else may be a source or lead to one.
        var mayMatter: Bool { isSource || type != Int(DT_REG) }

        private func ends(with suffix: String) -> Bool { name.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) }
    }

    static func read(_ folder: RawPath, takesSpecs: Bool) throws(FlowTreeError) -> [Entry] {
        guard let stream = folder.withCString({ opendir($0) }) else {
            throw .unreadable(path: folder.display, reason: systemReason(errno))
        }
        defer { closedir(stream) }
        var entries: [Entry] = []
        while true {
            errno = 0
            guard let record = readdir(stream) else { break }
            let name = Self.name(in: record)
            if name == [UInt8(ascii: ".")] || name == Array("..".utf8) { continue }
            entries.append(Entry(name: name, type: Int(record.pointee.d_type), takesSpecs: takesSpecs))
        }
        if errno != 0 { throw .unreadable(path: folder.display, reason: systemReason(errno)) }
        return entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    /// Reads the name in place: a record in the stream's buffer is shorter than the type that describes it.
    private static func name(in record: UnsafeMutablePointer<dirent>) -> [UInt8] {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
        let start = UnsafeRawPointer(record) + offset
        let count = strlen(start.assumingMemoryBound(to: CChar.self))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}
