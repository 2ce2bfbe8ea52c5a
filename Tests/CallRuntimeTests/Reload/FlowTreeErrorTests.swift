import Foundation
import Testing

@testable import CallRuntime

@Suite struct FlowTreeErrorTests {
    private let folder: TempFolder
    private let root: String

    init() throws {
        folder = try TempFolder()
        root = folder.path("flows")
        try folder.write("flows/fine.lua", "return")
    }

    private func expect(_ error: FlowTreeError, limits: FlowTreeLimits = FlowTreeLimits()) {
        #expect(throws: error) { try FlowTreeScanner(limits: limits).scan(root: root) }
    }

    @Test func aMissingRootIsTold() throws {
        try folder.remove("flows")
        expect(.missingRoot(path: root))
        try folder.link("flows", to: "nowhere")
        expect(.missingRoot(path: root))
    }

    @Test func aRootThatIsAFileIsTold() throws {
        try folder.remove("flows")
        try folder.write("flows", "")
        expect(.rootNotFolder(path: root))
    }

    @Test func aFileOfMoreThanOneMebibyteIsTold() throws {
        try folder.write("flows/large.lua", String(repeating: "-", count: 1 << 20))
        _ = try FlowTreeScanner().scan(root: root)
        try folder.write("flows/large.lua", String(repeating: "-", count: 1 << 20 + 1))
        expect(.fileTooLarge(path: root + "/large.lua", limit: 1 << 20))
    }

    @Test func tooManyFilesAreTold() throws {
        var limits = FlowTreeLimits()
        #expect(limits.files == 5_000)
        limits.files = 2
        try folder.write("flows/second.lua", "")
        _ = try FlowTreeScanner(limits: limits).scan(root: root)
        try folder.write("flows/third.lua", "")
        expect(.tooManyFiles(path: root, limit: 2), limits: limits)
    }

    @Test func tooManyBytesAndEntriesAreTold() throws {
        var limits = FlowTreeLimits()
        limits.treeBytes = 5
        expect(.treeTooLarge(path: root, limit: 5), limits: limits)
        limits = FlowTreeLimits()
        limits.entries = 0
        expect(.tooManyEntries(path: root, limit: 0), limits: limits)
    }

    /// The memory of this process looks like a file, and reading it at zero fails even for root.
    @Test func anUnreadableFileIsTold() throws {
        try folder.link("flows/closed.lua", to: "/proc/self/mem")
        expect(.unreadable(path: root + "/closed.lua", reason: systemReason(EIO)))
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"), arguments: ["closed.lua", "closed/main.lua"])
    func whatMayNotBeReadIsTold(_ path: String) throws {
        try folder.write("flows/" + path, "")
        let closed = root + "/" + (path.split(separator: "/").first.map(String.init) ?? path)
        chmod(closed, 0)
        defer { chmod(closed, 0o700) }
        expect(.unreadable(path: closed, reason: systemReason(EACCES)))
    }

    @Test func aLinkToNowhereIsTold() throws {
        try folder.link("flows/lost.lua", to: "nowhere")
        expect(.brokenLink(path: root + "/lost.lua", reason: systemReason(ENOENT)))
    }

    @Test func aPipeIsTold() throws {
        mkfifo(root + "/pipe.lua", 0o600)
        expect(.notAFile(path: root + "/pipe.lua"))
    }

    @Test func aPathThatIsNotUTF8IsTold() throws {
        let name = RawPath(root).appending([0x61, 0xFF] + Array(".lua".utf8))
        let descriptor = name.withCString { open($0, O_CREAT | O_WRONLY, 0o600) }
        try #require(descriptor >= 0)
        close(descriptor)
        expect(.pathNotUTF8(path: root + "/a\u{FFFD}.lua"))
    }

    @Test func twoSpellingsOfOneNameAreTold() throws {
        try folder.write("flows/caf\u{E9}.lua", "")
        try folder.write("flows/cafe\u{301}.lua", "")
        expect(.ambiguousPath(path: root + "/caf\u{E9}.lua"))
    }

    @Test func anErrorSaysWhereAndWhatToDo() {
        let text = "\(FlowTreeError.fileTooLarge(path: "/flows/a.lua", limit: 10))"
        #expect(text == "/flows/a.lua: the file is larger than 10 bytes; split the file, or move data out of it")
    }
}
