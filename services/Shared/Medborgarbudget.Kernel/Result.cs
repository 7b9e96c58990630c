using System.Diagnostics.CodeAnalysis;

namespace Medborgarbudget.Kernel;

/// <summary>No value: the result of something that only succeeds or fails.</summary>
public readonly record struct Unit;

/// <summary>A value or an <see cref="Error"/>. The default value is neither and must not be used.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Error? error)
    {
        _value = value;
        Error = error;
    }

    /// <summary>The failure; null on success.</summary>
    public Error? Error { get; }

    public bool IsError => Error is not null;

    /// <summary>The value. Throws <see cref="InvalidOperationException"/> when there is an error.</summary>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"No value: {Error.Code}");

    /// <summary>True with the value, or false with the error.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Error? error)
    {
        value = _value;
        error = Error;
        return Error is null;
    }

    public Result<TNext> Map<TNext>(Func<T, TNext> next) => Error is null ? next(_value!) : Error;

    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next) => Error is null ? next(_value!) : Error;

    [SuppressMessage("Usage", "CA2225", Justification = "Map and Then are the named forms.")]
    public static implicit operator Result<T>(T value) => new(value, null);

    [SuppressMessage("Usage", "CA2225", Justification = "Map and Then are the named forms.")]
    public static implicit operator Result<T>(Error error) => new(default, error);
}

/// <summary>Results without a value.</summary>
public static class Result
{
    public static readonly Result<Unit> Ok = default(Unit);

    /// <summary>A success, where the value's type is an interface and does not convert by itself.</summary>
    public static Result<T> Of<T>(T value) => value;
}
