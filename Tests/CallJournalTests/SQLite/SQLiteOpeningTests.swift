import CallModel
import Foundation
import GRDB
import Testing

@testable import CallJournal

/// What a store says that cannot be opened.
@Suite struct SQLiteOpeningTests {
    @Test func aKeyMustFit() async throws {
        let folder = try StoreFolder()
        try await folder.open(key: try StoreFolder.key()).finish(at: 1)
        #expect(refusal { try folder.open() }.contains("it is sealed; give its journal key"))
        let other = try JournalKey(bytes: Array(repeating: 9, count: 32))
        #expect(refusal { try folder.open(key: other) }.contains("sealed with another key"))
        #expect(
            refusal { try SQLiteJournal.openReadOnly(path: folder.store, key: other) }.contains("with another key"))
        try await folder.open(key: try StoreFolder.key()).finish(at: 2)
        let plain = try StoreFolder()
        try await plain.open().finish(at: 1)
        #expect(refusal { try plain.open(key: other) }.contains("only a new store can be"))
    }

    @Test func keysAreReadFromTextAndFiles() throws {
        let hex = String(repeating: "0a", count: 32)
        let bytes = [UInt8](repeating: 10, count: 32)
        #expect(try JournalKey(text: hex).check == JournalKey(bytes: bytes).check)
        #expect(try JournalKey(text: Data(bytes).base64EncodedString() + "\n").check == JournalKey(bytes: bytes).check)
        let folder = try StoreFolder()
        try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/raw"))
        try Data(hex.utf8).write(to: URL(fileURLWithPath: folder.path + "/hex"))
        #expect(try JournalKey(file: folder.path + "/raw").check == JournalKey(bytes: bytes).check)
        #expect(try JournalKey(file: folder.path + "/hex").check == JournalKey(bytes: bytes).check)
        for bad in ["", "short", String(repeating: "zz", count: 32), "AAAA"] {
            #expect(throws: JournalKey.Fault.self) { try JournalKey(text: bad) }
        }
        #expect(throws: JournalKey.Fault.self) { try JournalKey(file: folder.path + "/none") }
    }

    @Test func aFileThatIsNoDatabase() throws {
        let folder = try StoreFolder()
        try Data(repeating: 0x41, count: 9_000).write(to: URL(fileURLWithPath: folder.store))
        #expect(refusal { try folder.open() }.contains("the file is no database"))
    }

    @Test func aDatabaseOfSomethingElse() throws {
        let folder = try StoreFolder()
        let queue = try DatabaseQueue(path: folder.store)
        try queue.inDatabase { try $0.execute(sql: "CREATE TABLE players (id INTEGER)") }
        try queue.close()
        #expect(refusal { try folder.open() }.contains("database of something else"))
    }

    @Test func aStoreOfANewerBinary() async throws {
        let folder = try StoreFolder()
        try await folder.open().finish(at: 1)
        let queue = try DatabaseQueue(path: folder.store)
        try queue.inDatabase { try $0.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        #expect(refusal { try folder.open() }.contains("its schema is version 99"))
    }

    @Test func aDamagedStore() async throws {
        let folder = try StoreFolder()
        let journal = try folder.open()
        let contract = JournalContract(journal: journal)
        for index in 0..<200 {
            let id = SessionID(partition: UInt8(index), random: (1, UInt32(index)))
            _ = await contract.commit(contract.write(id, SampleRecords.all(of: id)))
        }
        try await journal.finish(at: 1)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.store))
        // Every page but the first begins anew.
        for page in stride(from: 4_096, to: bytes.count, by: 4_096) { bytes[page] = 0x77 }
        try bytes.write(to: URL(fileURLWithPath: folder.store))
        #expect(refusal { try folder.open() }.contains("the store is damaged"))
    }

    @Test func aReadOnlyFileOrFolder() async throws {
        let folder = try StoreFolder()
        try await folder.open().finish(at: 1)
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: folder.store)
        #expect(refusal { try folder.open() }.contains("the store \(folder.store) is read-only"))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.store)
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
        #expect(refusal { try folder.open() }.contains("the folder \(folder.path) is read-only"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    }

    @Test func whatIsNotThere() throws {
        let folder = try StoreFolder()
        #expect(refusal { try SQLiteJournal.openReadOnly(path: folder.store) }.contains("there is no store"))
        #expect(refusal { try SQLiteJournal(path: folder.path) }.contains("is a folder"))
        #expect(refusal { try SQLiteJournal(path: "") }.contains("path is empty"))
    }

    @Test func networkFileSystemsAreKnown() {
        for kind in ["nfs", "nfs4", "cifs", "smb3", "9p"] { #expect(StoreFile.isNetwork(kind)) }
        for kind in ["ext4", "xfs", "btrfs", "tmpfs", "overlay"] { #expect(!StoreFile.isNetwork(kind)) }
        let mounts = """
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            40 22 0:51 / /mnt/share rw shared:2 - nfs4 host:/share rw
            """
        #expect(StoreFile.fileSystem(device: 0x801, in: mounts) == "ext4")
        #expect(StoreFile.fileSystem(device: 51, in: mounts) == "nfs4")
        #expect(StoreFile.fileSystem(device: 52, in: mounts) == nil)
    }

    @Test func addressesAreRead() throws {
        #expect(try StoreAddress("memory:") == .memory)
        #expect(try StoreAddress("sqlite:state/calls.db") == .sqlite(path: "state/calls.db"))
        #expect(try StoreAddress("postgres://me:word@host/db").description == "postgres://…")
        for bad in ["", "sqlite:", "sqlite:///x", "mysql://x", "calls.db", "memory:x"] {
            #expect(throws: StoreAddress.Fault.self) { try StoreAddress(bad) }
        }
        #expect(throws: JournalFault.self) { try JournalStore.open(.postgres("postgres://h")) }
        #expect(try JournalStore.open(.memory) is MemoryJournal)
    }
}
