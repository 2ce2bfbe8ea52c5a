import Glibc

/// What tells one state of a file from another without reading it.
struct FileStamp: Equatable, Sendable {
    enum Kind: Sendable { case file, folder, other }

    /// Which file this is, whatever its name.
    struct Identity: Hashable, Sendable {
        let device: UInt64
        let inode: UInt64
    }

    let kind: Kind
    let identity: Identity
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    private init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            default: .other
            }
        identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        size = Int(status.st_size)
        seconds = Int(status.st_mtim.tv_sec)
        nanoseconds = Int(status.st_mtim.tv_nsec)
    }

    /// The state of what is at a path, links followed; the error number if there is nothing to be had.
    static func of(_ path: RawPath) -> Result<FileStamp, SystemFailure> {
        var status = stat()
        guard path.withCString({ stat($0, &status) }) == 0 else { return .failure(SystemFailure(code: errno)) }
        return .success(FileStamp(status))
    }

    /// The state of an open file.
    static func of(descriptor: Int32) -> FileStamp? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? FileStamp(status) : nil
    }
}
