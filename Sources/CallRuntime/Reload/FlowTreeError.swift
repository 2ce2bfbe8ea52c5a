/// Why a folder of flows could not be read as a whole. Names the path and what to do about it.
public enum FlowTreeError: Error, Sendable, Equatable {
    /// The root, or what its link points to, does not exist.
    case missingRoot(path: String)
    /// The root is a file or something else that holds no files.
    case rootNotFolder(path: String)
    /// The system refused to read a file or a folder.
    case unreadable(path: String, reason: String)
    /// A link with the name of a source leads nowhere.
    case brokenLink(path: String, reason: String)
    /// Something with the name of a source is a pipe, a socket or a device.
    case notAFile(path: String)
    /// One source is larger than a source may be.
    case fileTooLarge(path: String, limit: Int)
    /// All sources together are larger than a tree may be.
    case treeTooLarge(path: String, limit: Int)
    /// There are more sources than a tree may have.
    case tooManyFiles(path: String, limit: Int)
    /// There are so many entries of any kind that this is hardly a folder of flows.
    case tooManyEntries(path: String, limit: Int)
    /// The name of a source is not UTF-8; the path shows replacement characters where it is not.
    case pathNotUTF8(path: String)
    /// Two sources have names that differ in bytes but are the same text (composed and decomposed accents).
    case ambiguousPath(path: String)
    /// The tree changed under each of several readings.
    case keepsChanging(path: String, tries: Int)
}

extension FlowTreeError {
    /// The path the error is about.
    public var path: String {
        switch self {
        case .missingRoot(let path), .rootNotFolder(let path), .unreadable(let path, _), .brokenLink(let path, _),
            .notAFile(let path), .fileTooLarge(let path, _), .treeTooLarge(let path, _), .tooManyFiles(let path, _),
            .tooManyEntries(let path, _), .pathNotUTF8(let path), .ambiguousPath(let path),
            .keepsChanging(let path, _):
            path
        }
    }

    /// What is wrong, without the path.
    public var problem: String {
        switch self {
        case .missingRoot: "the flows folder does not exist"
        case .rootNotFolder: "the flows folder is not a folder"
        case .unreadable(_, let reason): "cannot be read: \(reason)"
        case .brokenLink(_, let reason): "the link leads nowhere: \(reason)"
        case .notAFile: "is named like a source but is not a regular file"
        case .fileTooLarge(_, let limit): "the file is larger than \(limit) bytes"
        case .treeTooLarge(_, let limit): "the sources together are larger than \(limit) bytes"
        case .tooManyFiles(_, let limit): "there are more than \(limit) sources"
        case .tooManyEntries(_, let limit): "there are more than \(limit) files and folders"
        case .pathNotUTF8: "the name is not UTF-8"
        case .ambiguousPath: "another file has the same name with differently encoded characters"
        case .keepsChanging(_, let tries): "the files changed during each of \(tries) readings"
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .missingRoot: "create it, or point the flows setting at the right folder"
        case .rootNotFolder: "point the flows setting at a folder"
        case .unreadable: "let the user Hookswitch runs as read it"
        case .brokenLink: "repair the link or remove it"
        case .notAFile: "remove it or give it another name"
        case .fileTooLarge: "split the file, or move data out of it"
        case .treeTooLarge, .tooManyFiles, .tooManyEntries:
            "keep only flows in the flows folder, or point the flows setting at a folder below it"
        case .pathNotUTF8, .ambiguousPath: "rename the file"
        case .keepsChanging: "wait until whatever writes there has finished; it is read again by itself"
        }
    }
}

extension FlowTreeError: CustomStringConvertible {
    /// Path, problem and hint in one line.
    public var description: String { "\(path): \(problem); \(hint)" }
}
