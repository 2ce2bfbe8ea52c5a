import Foundation

/// Where a store lies, and whether it may lie there.
enum StoreFile {
    /// The real path of a store's file, after the checks that SQLite does not make or words badly.
    /// - Parameter isWritten: whether it is opened for writing; then its folder is made when it is not there.
    static func checked(_ path: String, isWritten: Bool) throws(JournalFault) -> String {
        guard !path.isEmpty else { throw JournalFault(isPassing: false, "the store's path is empty") }
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent()
        if isWritten { try make(folder.path) }
        // Two names of one file must come to one lock.
        let real = real(url.path) ?? (real(folder.path) ?? folder.path) + "/" + url.lastPathComponent
        let place = String(real[..<(real.lastIndex(of: "/") ?? real.startIndex)])
        var status = stat()
        let isThere = stat(real, &status) == 0
        if isThere, status.st_mode & S_IFMT == S_IFDIR {
            throw JournalFault(isPassing: false, "\(real) is a folder, not a store")
        }
        guard isThere || isWritten else { throw JournalFault(isPassing: false, "there is no store \(real)") }
        try checkFileSystem(place.isEmpty ? "/" : place)
        guard isWritten else { return real }
        if isThere {
            guard status.st_mode & 0o222 != 0, access(real, W_OK) == 0 else {
                throw JournalFault(isPassing: false, "the store \(real) is read-only")
            }
        }
        guard stat(place.isEmpty ? "/" : place, &status) == 0, status.st_mode & 0o222 != 0,
            access(place.isEmpty ? "/" : place, W_OK) == 0
        else {
            throw JournalFault(
                isPassing: false, "the folder \(place) is read-only, and the store keeps files beside \(real)")
        }
        return real
    }

    /// Makes a store's file for its owner alone: it holds what people say and press.
    static func create(_ path: String) throws(JournalFault) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw JournalFault(isPassing: false, "the store \(path) cannot be opened: \(StoreLock.reason)")
        }
        close(descriptor)
    }

    private static func make(_ folder: String) throws(JournalFault) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw JournalFault(isPassing: false, "the store's folder \(folder) cannot be made: \(error)")
        }
    }

    private static func real(_ path: String) -> String? {
        guard let text = realpath(path, nil) else { return nil }
        defer { free(text) }
        return String(cString: text)
    }

    /// Whether a file system is reached over a network, by its name in the list of mounts. Its locks and syncs are not to
    /// be relied on.
    static func isNetwork(_ kind: String) -> Bool {
        let kinds: Set<String> = [
            "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "afpfs", "webdav", "ceph", "glusterfs", "lustre", "9p",
            "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone",
        ]
        return kinds.contains(kind)
    }

    private static func checkFileSystem(_ folder: String) throws(JournalFault) {
        if let kind = fileSystem(of: folder), isNetwork(kind) {
            throw JournalFault(
                isPassing: false,
                "the folder \(folder) lies on a network file system (\(kind)), where a store would not be safe; use a "
                    + "local disk")
        }
    }

    /// The name of the file system that a folder lies on; nil when it cannot be told.
    private static func fileSystem(of folder: String) -> String? {
        #if os(Linux)
            var status = stat()
            guard stat(folder, &status) == 0,
                let mounts = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
            else { return nil }
            return fileSystem(device: UInt64(status.st_dev), in: mounts)
        #else
            var status = statfs()
            guard statfs(folder, &status) == 0 else { return nil }
            return withUnsafeBytes(of: status.f_fstypename) { name in
                String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
            }
        #endif
    }

    /// The name of a device's file system in `mountinfo`, whose lines are
    /// `36 35 98:0 /root /mount options - kind source options`.
    static func fileSystem(device: UInt64, in mounts: String) -> String? {
        let major = (device >> 8) & 0xFFF | (device >> 32) & 0xFFFF_F000
        let minor = device & 0xFF | (device >> 12) & 0xFFFF_FF00
        for line in mounts.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 4, words[2] == "\(major):\(minor)",
                let dash = words.firstIndex(of: "-"), dash + 1 < words.endIndex
            else { continue }
            return String(words[dash + 1])
        }
        return nil
    }
}
