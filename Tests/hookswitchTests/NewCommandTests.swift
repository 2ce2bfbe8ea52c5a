import CallModel
import Foundation
import Testing

/// `hookswitch new` as a process, and what comes of it.
extension ProcessTests {
    @Suite struct NewCommandTests {
        @Test func aNewFlowPassesItsSpecsAndChecks() async throws {
            let folder = try FlowFolder([:])
            let made = try await Command.run("new", "clinic", "--to", "+18005550111", "--flows", folder.path)
            #expect(made.status == 0, "\(made.errors)")
            for path in ["clinic/main.lua", "clinic/clinic_spec.lua", "clinic/README.md", "clinic/.luarc.json"] {
                #expect(made.output.contains("wrote \(folder.path)/\(path)\n"), "\(made.output)")
            }
            let tested = try await Command.run("test", folder.path, "--crash-everywhere")
            #expect(tested.status == 0 && tested.output.hasPrefix("3 passed"), "\(tested.output)")
            let checked = try await Command.run("check", folder.path)
            #expect(checked.status == 0, "\(checked.output)")
        }

        @Test func anEditorFindsItsTypes() async throws {
            let folder = try FlowFolder([:])
            _ = try await Command.run("new", "desk", "--flows", folder.path)
            for root in [folder.path, folder.path + "/desk"] {
                let settings = try JSONValue(
                    parsing: Array(Data(contentsOf: URL(fileURLWithPath: root + "/.luarc.json"))))
                let library = try #require(settings["workspace.library"]?.arrayValue?.first?.stringValue)
                for file in ["hookswitch.d.lua", "spec.d.lua", "std/menu.lua"] {
                    #expect(FileManager.default.fileExists(atPath: "\(root)/\(library)/\(file)"), "\(root) \(file)")
                }
            }
        }

        @Test func flowsThatAreMadeOneAfterTheOtherDoNotWantTheSameCalls() async throws {
            let folder = try FlowFolder(["hall.lua": "on('IncomingCall', { to = '+18005550199' }, function() end)"])
            for (name, number) in [("desk", "+18005550198"), ("shop", "+18005550197")] {
                let made = try await Command.run("new", name, "--flows", folder.path)
                #expect(made.output.contains("hookswitch call --to \(number) "), "\(made.output)")
            }
            let checked = try await Command.run("check", folder.path)
            #expect(checked.output.contains("3 flows, 0 errors"), "\(checked.output)")
        }

        @Test func nothingIsWrittenOver() async throws {
            let folder = try FlowFolder(["desk.lua": "", "hall/main.lua": ""])
            for name in ["desk", "hall"] {
                let refused = try await Command.run("new", name, "--flows", folder.path)
                #expect(refused.status == 1 && refused.errors.contains("is there already"), "\(refused.errors)")
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/hall/main.lua")).isEmpty)
        }

        @Test(arguments: [
            (["../etc"], "cannot be a flow's name"), (["Desk"], "take a small letter first"),
            (["desk", "--to", "18005550199"], "is no number: write it as +18005550199"),
        ])
        func badNamesAreRefused(_ arguments: [String], _ words: String) async throws {
            let folder = try FlowFolder([:])
            let refused = try await Command.run(["new"] + arguments + ["--flows", folder.path])
            #expect(refused.status == 64 && refused.errors.contains(words), "\(refused.errors)")
        }
    }
}
