import LuaEngine

/// The release of Lua that flows run on, as journals and the start-up log name it.
public enum FlowLua {
    /// Such as `Lua 5.4.4`.
    public static var release: String { LuaRelease.name }
}
